package io.fieldgate.route.lint;

import io.fieldgate.message.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The end of a sentence about a word that is not known. */
final class Suggestion {
    /** A longer list helps nobody. */
    private static final int MOST = 30;

    private Suggestion() {}

    /** What may have been meant, or else everything that is allowed. */
    static String of(String word, Collection<String> allowed) {
        String meant = meant(word, allowed);
        if (meant != null) {
            return "did you mean '" + meant + "'?";
        }
        return allowed.isEmpty() ? "none is allowed here" : "allowed are " + list(allowed);
    }

    static String list(Collection<String> words) {
        List<String> sorted = List.copyOf(new TreeSet<>(words));
        return sorted.size() <= MOST
                ? sorted.toString()
                : sorted.subList(0, MOST).toString().replaceFirst("]$", ", ...]");
    }

    /** Null when nothing is close. */
    static @Nullable String meant(String word, Collection<String> allowed) {
        String folded = fold(word);
        for (String candidate : allowed) {
            if (fold(candidate).equals(folded)) {
                return candidate;
            }
        }
        // In a short word two changes make another word.
        return Nearest.to(word, new TreeSet<>(allowed), Math.min(3, Math.max(1, word.length() / 3)));
    }

    private static String fold(String word) {
        return word.replaceAll("[-_. ]", "").toLowerCase(Locale.ROOT);
    }
}
