package io.fieldgate.message;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What somebody may have meant by a misspelt word. */
public final class Nearest {
    /** A suggestion further off than this is no help. */
    private static final int CLOSE = 3;

    private Nearest() {}

    /** The candidate with the fewest letters to change; null when none is close. The first of several wins. */
    public static @Nullable String to(String word, Collection<String> candidates) {
        return to(word, candidates, CLOSE);
    }

    /** The end of a sentence about a word that is not known: what may have been meant, or else all that is allowed. */
    public static String orAllowed(String word, Collection<String> allowed) {
        String nearest = to(word, allowed);
        return nearest == null ? "allowed are " + allowed : "did you mean '" + nearest + "'?";
    }

    /**
     * The same for words in which so many changes would make another word.
     *
     * @param furthest the most letters to change
     */
    public static @Nullable String to(String word, Collection<String> candidates, int furthest) {
        String nearest = null;
        int distance = furthest + 1;
        for (String candidate : candidates) {
            int candidateDistance = distance(word, candidate);
            if (candidateDistance < distance) {
                distance = candidateDistance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein's, and two letters that have changed places count as one change. */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                row[j] = Math.min(last[j - 1] + (same ? 0 : 1), 1 + Math.min(last[j], row[j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }
        return row[b.length()];
    }
}
