package io.fieldgate.topic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some dead letters, those that failed last first.
 *
 * @param next asks for those that follow; null when there are no more
 * @param scanned how many letters were looked at for it
 * @param complete whether no more can follow; false with fewer letters than asked for means that looking became too long
 */
public record LetterPage(List<Letter> letters, @Nullable String next, long scanned, boolean complete) {}
