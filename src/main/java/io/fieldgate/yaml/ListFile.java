package io.fieldgate.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with one list, as the command line changes it. Comments, and entries written by hand, stay as they are; the file is
 * replaced as a whole, so that a gateway never reads half of it. Entries have names.
 */
public final class ListFile<T> {
    private static final Set<PosixFilePermission> OWN =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private static final Logger LOG = LoggerFactory.getLogger(ListFile.class);

    private final Path file;
    private final Form<T> form;

    public ListFile(Path file, Form<T> form) {
        this.file = file;
        this.form = form;
    }

    /**
     * What stands in such a file.
     *
     * @param key of the list
     * @param entry what one is called
     * @param command that changes it
     * @param head the text of a new file, up to the list's key and with it
     * @param secret whether a new file is for its owner's eyes only
     * @param reader throws IllegalArgumentException with a line for each mistake
     * @param name of an entry
     * @param lines an entry as it is written: the first begins with a dash, the others with two blanks
     */
    public record Form<T>(
            String key,
            String entry,
            String command,
            String head,
            boolean secret,
            Function<String, List<Listed<T>>> reader,
            Function<T, String> name,
            Function<T, List<String>> lines) {}

    /**
     * One entry.
     *
     * @param line where it begins, counted from 0
     * @param end the line after its last
     * @param column where its first field begins, counted from 0
     */
    public record Listed<T>(T value, int line, int end, int column) {}

    /**
     * All entries in their order; none when there is no file.
     *
     * @throws IllegalArgumentException when it is wrong: each mistake with its line and what is allowed
     */
    public List<T> values() throws IOException {
        return values(form.reader.apply(text()));
    }

    private static <T> List<T> values(List<Listed<T>> listed) {
        return listed.stream().map(Listed::value).toList();
    }

    /** Whose last line has an end. */
    private String text() throws IOException {
        try {
            String text = Files.readString(file);
            return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        } catch (NoSuchFileException none) {
            return "";
        }
    }

    /** Adds an entry at the end; an IllegalArgumentException says that there is one of its name. */
    public void add(T value) throws IOException {
        String name = form.name.apply(value);
        change(text -> {
            List<Listed<T>> before = form.reader.apply(text);
            if (before.stream().anyMatch(other -> isNamed(other, name))) {
                throw new IllegalArgumentException(
                        "there is a " + form.entry + " '" + name + "' already, take it away first");
            }
            return with(text, before, value);
        });
    }

    /** Takes the entry of a name away; an IllegalArgumentException says that there is none. */
    public void remove(String name) throws IOException {
        change(text -> without(text, name));
    }

    /** Puts an entry in the place of the one that has its name; an IllegalArgumentException says that there is none. */
    public void replace(T value) throws IOException {
        change(text -> {
            String rest = without(text, form.name.apply(value)).text;
            return with(rest, form.reader.apply(rest), value);
        });
    }

    private boolean isNamed(Listed<T> listed, String name) {
        return form.name.apply(listed.value).equals(name);
    }

    private Change<T> with(String text, List<Listed<T>> before, T value) {
        List<T> all = new ArrayList<>(values(before));
        all.add(value);
        int dash = before.isEmpty() ? 2 : Math.max(0, before.get(before.size() - 1).column - 2);
        String entry = form.lines.apply(value).stream()
                .map(line -> " ".repeat(dash) + line + "\n")
                .collect(Collectors.joining());
        return new Change<>(beginning(text, before) + entry, all);
    }

    /** Everything before a new entry. */
    private String beginning(String text, List<Listed<T>> before) {
        if (text.isBlank()) {
            return form.head;
        }
        if (!before.isEmpty()) {
            return text;
        }
        Matcher none = Pattern.compile("(?m)^" + form.key + ":[ \\t]*(\\[[ \\t]*])?[ \\t]*$")
                .matcher(text);
        return none.find() ? none.replaceFirst(form.key + ":") : text + form.key + ":\n";
    }

    private Change<T> without(String text, String name) {
        List<Listed<T>> listed = form.reader.apply(text);
        Listed<T> gone = listed.stream()
                .filter(entry -> isNamed(entry, name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no " + form.entry + " '" + name + "', there are "
                                + values(listed).stream().map(form.name).toList()));
        List<String> lines = text.lines().toList();
        int end = Math.min(gone.end, lines.size());
        // What follows an entry may be the heading of the next one.
        while (end > gone.line + 1 && isComment(lines.get(end - 1))) {
            end--;
        }
        List<String> left = new ArrayList<>(lines.subList(0, gone.line));
        left.addAll(lines.subList(end, lines.size()));
        return new Change<>(
                String.join("\n", left) + "\n",
                values(listed.stream().filter(entry -> !isNamed(entry, name)).toList()));
    }

    private static boolean isComment(String line) {
        return line.isBlank() || line.strip().startsWith("#");
    }

    /** Any text is safe so: between single quotes. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** The new text, and what a reader must find in it. */
    private record Change<T>(String text, List<T> values) {}

    private interface Edit<T> {
        Change<T> of(String text);
    }

    private void change(Edit<T> edit) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path next = target.resolveSibling(target.getFileName() + ".next");
        FileChannel channel;
        try {
            channel = FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException busy) {
            throw new IllegalArgumentException(
                    "another " + form.command + " is at work; if there is none, delete what it left: " + next, busy);
        }
        boolean taken = false;
        try (channel) {
            Change<T> change = edit.of(text());
            if (!isReadAs(change)) {
                throw new IllegalArgumentException(file
                        + " is written in a form that can only be edited by hand; " + form.command
                        + " changes lists of the form '  - name: ...'");
            }
            givePermissions(target, next);
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(change.text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            taken = true;
        } finally {
            if (!taken) {
                Files.deleteIfExists(next);
            }
        }
    }

    private boolean isReadAs(Change<T> change) {
        try {
            return values(form.reader.apply(change.text)).equals(change.values);
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** Root changes files of a gateway that runs as somebody else, who must be able to read them. */
    private static void giveOwner(@Nullable Path from, Path to) throws IOException {
        if (from != null && !Files.getOwner(from).equals(Files.getOwner(to))) {
            try {
                Files.setOwner(to, Files.getOwner(from));
            } catch (FileSystemException notRoot) {
                LOG.debug("{} belongs to who writes it", to, notRoot);
            }
        }
    }

    private void givePermissions(Path from, Path to) throws IOException {
        if (Files.getFileAttributeView(to, PosixFileAttributeView.class) == null) {
            return;
        }
        giveOwner(Files.exists(from) ? from : to.toAbsolutePath().getParent(), to);
        if (Files.exists(from)) {
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
        } else if (form.secret) {
            Files.setPosixFilePermissions(to, OWN);
        }
    }
}
