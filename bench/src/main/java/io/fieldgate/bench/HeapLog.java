package io.fieldgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of its heap a Java process has used, by the log of its garbage collector. */
record HeapLog(Path file) {
    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");

    /** Options of the process, with what makes it write the log. */
    List<String> with(List<String> options) {
        List<String> all = new ArrayList<>(options);
        all.add("-Xlog:gc:file=" + file);
        return all;
    }

    /** The most MiB before and after a collection; {@code -} when there was none. */
    String peak() throws IOException {
        if (!Files.exists(file)) {
            return "-";
        }
        int before = 0;
        int after = 0;
        for (String line : Files.readAllLines(file)) {
            Matcher collection = COLLECTION.matcher(line);
            if (collection.find()) {
                before = Math.max(before, Integer.parseInt(collection.group(1)));
                after = Math.max(after, Integer.parseInt(collection.group(2)));
            }
        }
        return before == 0 ? "-" : before + " / " + after;
    }
}
