package io.fieldgate.notify;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line for each alert into the gateway's log. */
final class LogDelivery implements Delivery {
    private static final Logger log = LoggerFactory.getLogger(LogDelivery.class);

    @Override
    public void deliver(Notice notice) {
        for (Alert alert : notice.alerts()) {
            log.info(
                    "{} {} {} {} since {}{}",
                    alert.state().text(),
                    alert.severity(),
                    alert.rule(),
                    alert.key(),
                    alert.since(),
                    summary(alert.annotations()));
        }
    }

    private static String summary(Map<String, String> annotations) {
        String summary = annotations.get("summary");
        return summary == null ? "" : ": " + summary.replaceAll("\\p{Cntrl}", " ");
    }
}
