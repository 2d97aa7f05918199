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
        String nearest = null;
        int distance = CLOSE + 1;
        for (String candidate : candidates) {
            int candidateDistance = distance(word, candidate);
            if (candidateDistance < distance) {
                distance = candidateDistance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
