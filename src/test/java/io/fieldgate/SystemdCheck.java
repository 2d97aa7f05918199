package io.fieldgate;

import java.util.List;
import java.util.regex.Pattern;

/** deploy/systemd against the project; whether systemd understands it, its own tool tells. */
final class SystemdCheck {
    private static final Pattern LINE = Pattern.compile("(?m)^(\\w+)=(.*)$");
    private static final ConfigurationKeys KEYS = ConfigurationKeys.ofClassPath();

    private final Deployment project;
    private final List<String> complaints;

    SystemdCheck(Deployment project, List<String> complaints) {
        this.project = project;
        this.complaints = complaints;
    }

    void run() {
        String state = "/var/lib/" + values("StateDirectory").get(0) + "/";
        List<String> environment = values("Environment");
        for (String variable : environment) {
            String[] parts = variable.split("=", 2);
            if (!KEYS.isKey(parts[0])) {
                complain(parts[0] + " sets no key that exists");
            }
            if (!parts[1].startsWith(state)) {
                complain(parts[0] + " is not in " + state + ", where alone the service may write");
            }
        }
        for (String folder : KEYS.inData()) {
            if (environment.stream().noneMatch(variable -> variable.startsWith(folder + "="))) {
                complain(folder + " is not set, and its default is in data/, where the service may not write");
            }
        }
        if (!values("TimeoutStopSec").equals(List.of(project.grace()))) {
            complain("TimeoutStopSec is " + values("TimeoutStopSec") + ", docker-compose.yml grants " + project.grace()
                    + "s");
        }
    }

    private List<String> values(String name) {
        return LINE.matcher(project.text(Deployment.SYSTEMD))
                .results()
                .filter(found -> found.group(1).equals(name))
                .map(found -> found.group(2))
                .toList();
    }

    private void complain(String what) {
        complaints.add(Deployment.SYSTEMD + ": " + what);
    }
}
