package io.fieldgate.alert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a rule judges, from all readings that ever came: slow, and obvious. Times are seconds. */
sealed interface ObviousKind {
    /** The rule's part that says so. */
    String yaml();

    History history();

    /**
     * What is said at a time.
     *
     * @param clears whether it is a reason to end an alert
     */
    record Verdict(int at, boolean holds, boolean clears) {}

    /** A reading that counted. */
    record Seen(int time, int value) {}

    /** What one device has said. */
    abstract class History {
        final List<Seen> seen = new ArrayList<>();
        int last;

        /** The latest counted readings come last; null when the reading says nothing. */
        abstract @Nullable Verdict read(int time, int value);

        /**
         * What the clock says first, of what it has not said yet.
         *
         * @param open whether there is an alert that nothing speaks against
         */
        @Nullable
        Verdict due(int second, boolean open) {
            return null;
        }
    }

    /** Above 80; with hysteresis, ends below 60. */
    record Threshold(boolean hysteresis) implements ObviousKind {
        @Override
        public String yaml() {
            return "when: payload.v > 80\n" + (hysteresis ? "clear: payload.v < 60\n" : "");
        }

        @Override
        public History history() {
            return new History() {
                @Override
                Verdict read(int time, int value) {
                    return time < last ? null : new Verdict(time, value > 80, hysteresis ? value < 60 : value <= 80);
                }
            };
        }
    }

    /** Above 70 so many times in a row, within a time. */
    record Row(int times, int within) implements ObviousKind {
        @Override
        public String yaml() {
            return "when: payload.v > 70\nrepeated: { times: " + times
                    + (within == 0 ? "" : ", within: " + within + "s") + " }\n";
        }

        @Override
        public History history() {
            return new History() {
                @Override
                Verdict read(int time, int value) {
                    if (time < last) {
                        return null;
                    }
                    seen.add(new Seen(time, value));
                    List<Seen> latest = seen.subList(Math.max(0, seen.size() - times), seen.size());
                    boolean holds = latest.size() == times
                            && latest.stream().allMatch(one -> one.value > 70)
                            && (within == 0 || time - latest.get(0).time <= within);
                    return new Verdict(time, holds, value <= 70);
                }
            };
        }
    }

    /** Rises by more than 20 in 10 seconds, compared with the oldest reading of a minute. */
    record Rise() implements ObviousKind {
        @Override
        public String yaml() {
            return "rate: { of: payload.v, per: 10s, over: 1m }\nwhen: value > 20\n";
        }

        @Override
        public History history() {
            return new History() {
                @Override
                Verdict read(int time, int value) {
                    if (time < last) {
                        return null;
                    }
                    Seen oldest = seen.stream()
                            .filter(one -> one.time >= time - 60)
                            .findFirst()
                            .orElse(null);
                    // Of readings of one second the first is remembered.
                    if (seen.stream().noneMatch(one -> one.time == time)) {
                        seen.add(new Seen(time, value));
                    }
                    if (oldest == null || oldest.time == time) {
                        return null;
                    }
                    boolean holds = 10.0 * (value - oldest.value) / (time - oldest.time) > 20;
                    return new Verdict(time, holds, !holds);
                }
            };
        }
    }

    /** A number over the latest seconds, above a limit. */
    record Sliding(Aggregate.Function function, int over, int limit) implements ObviousKind {
        @Override
        public String yaml() {
            return "aggregate: { function: " + function.name().toLowerCase(Locale.ROOT) + ", of: payload.v, over: "
                    + over + "s }\nwhen: value > " + limit + "\n";
        }

        @Override
        public History history() {
            return new History() {
                @Override
                @Nullable
                Verdict read(int time, int value) {
                    if (time <= last - over) {
                        return null;
                    }
                    seen.add(new Seen(time, value));
                    return window(Math.max(time, last));
                }

                @Override
                @Nullable
                Verdict due(int second, boolean open) {
                    int first = seen.stream().mapToInt(Seen::time).min().orElse(second);
                    // What has left the window stays out, even of one that a late reading belongs to.
                    return first + over <= second && seen.removeIf(one -> one.time == first)
                            ? window(first + over)
                            : null;
                }

                private @Nullable Verdict window(int at) {
                    return verdict(
                            function,
                            limit,
                            at,
                            seen.stream()
                                    .filter(one -> one.time > at - over && one.time <= at)
                                    .mapToInt(Seen::value));
                }
            };
        }
    }

    /** The same over windows that follow each other, judged when late readings have had their time. */
    record Tumbling(Aggregate.Function function, int over, int limit, int lateness) implements ObviousKind {
        @Override
        public String yaml() {
            return "aggregate: { function: " + function.name().toLowerCase(Locale.ROOT) + ", of: payload.v, over: "
                    + over + "s, window: tumbling }\nwhen: value > " + limit + "\n";
        }

        @Override
        public History history() {
            Map<Integer, List<Integer>> windows = new TreeMap<>();
            Map<Integer, Boolean> judged = new HashMap<>();
            return new History() {
                @Override
                @Nullable
                Verdict read(int time, int value) {
                    int window = time / over;
                    if (judged.keySet().stream().noneMatch(done -> done >= window)) {
                        windows.computeIfAbsent(window, index -> new ArrayList<>())
                                .add(value);
                    }
                    return null;
                }

                @Override
                @Nullable
                Verdict due(int second, boolean open) {
                    int window = (second - lateness) / over - 1;
                    List<Integer> values = windows.get(window);
                    if ((second - lateness) % over != 0 || values == null || judged.put(window, true) != null) {
                        return null;
                    }
                    return verdict(function, limit, second, values.stream().mapToInt(value -> value));
                }
            };
        }
    }

    /** Nothing is heard. */
    record Silence(int after) implements ObviousKind {
        @Override
        public String yaml() {
            return "absent: " + after + "s\n";
        }

        @Override
        public History history() {
            return new History() {
                @Override
                @Nullable
                Verdict read(int time, int value) {
                    seen.add(new Seen(time, value));
                    return time <= last && seen.size() > 1 ? null : new Verdict(time, false, true);
                }

                @Override
                @Nullable
                Verdict due(int second, boolean open) {
                    return !open && !seen.isEmpty() && second >= last + after
                            ? new Verdict(last + after, true, false)
                            : null;
                }
            };
        }
    }

    /** Null when there is nothing to make a number of. */
    private static @Nullable Verdict verdict(Aggregate.Function function, int limit, int at, IntStream values) {
        int[] all = values.toArray();
        double number = switch (function) {
            case COUNT -> all.length;
            case SUM -> IntStream.of(all).sum();
            case DISTINCT -> new HashSet<>(IntStream.of(all).boxed().toList()).size();
            case AVG -> IntStream.of(all).average().orElse(Double.NaN);
            case MIN ->
                IntStream.of(all).min().stream().asDoubleStream().findFirst().orElse(Double.NaN);
            case MAX ->
                IntStream.of(all).max().stream().asDoubleStream().findFirst().orElse(Double.NaN);
        };
        return Double.isNaN(number) ? null : new Verdict(at, number > limit, number <= limit);
    }
}
