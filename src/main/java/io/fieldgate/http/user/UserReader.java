package io.fieldgate.http.user;

import io.fieldgate.yaml.ListFile.Listed;
import io.fieldgate.yaml.Problem;
import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.Section;
import io.fieldgate.yaml.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the users that a text of YAML lists. */
final class UserReader {
    private final Problems problems;
    private final Set<String> names = new HashSet<>();

    private UserReader(Problems problems) {
        this.problems = problems;
    }

    /** @throws IllegalArgumentException with a line for each mistake: file, line, column, what is wrong, what is allowed */
    static List<Listed<User>> read(Path file, String text) {
        Problems problems = new Problems(file.toString(), text);
        Node root = YamlFile.compose(file.toString(), text, problems);
        List<Listed<User>> listed = root == null ? List.of() : new UserReader(problems).users(root);
        if (problems.count() > 0) {
            throw new IllegalArgumentException(
                    problems.since(0).stream().map(Problem::place).collect(Collectors.joining(System.lineSeparator())));
        }
        return listed;
    }

    private List<Listed<User>> users(Node root) {
        List<Listed<User>> listed = new ArrayList<>();
        for (Node node : new Section(root, problems, "a file of users", "users").list("users")) {
            int line = node.getStartMark().map(Mark::getLine).orElse(0);
            listed.add(new Listed<>(
                    user(node),
                    line,
                    node.getEndMark().map(Mark::getLine).orElse(line),
                    node.getStartMark().map(Mark::getColumn).orElse(0)));
        }
        return List.copyOf(listed);
    }

    private User user(Node node) {
        Section section = new Section(node, problems, "a user", "name", "bcrypt", "role");
        String name = section.text("name", "");
        String bcrypt = section.text("bcrypt", "");
        String role = section.text("role", "");
        if (node instanceof MappingNode) {
            section.require("name", "a user has one");
            section.require("bcrypt", "it is the hash of the password, as ./fieldgate user new writes it");
            section.require("role", "allowed are " + List.of(Role.values()));
            check(section.scalar("name"), User.faultOfName(name));
            check(section.scalar("name"), names.add(name) ? null : "'" + name + "' stands twice, once is allowed");
            check(section.scalar("bcrypt"), User.faultOfBcrypt(bcrypt));
            check(section.scalar("role"), Role.faultOf(role));
        }
        Role given = Role.of(role);
        return new User(name, bcrypt, given == null ? Role.VIEWER : given);
    }

    private void check(@Nullable ScalarNode node, @Nullable String fault) {
        if (node != null && fault != null) {
            problems.add(node, fault);
        }
    }
}
