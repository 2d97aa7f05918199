package io.fieldgate.database;

import io.fieldgate.message.Bookmark;
import io.fieldgate.message.Place;
import io.fieldgate.message.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far places go with one transaction. Where the table has less than the bookmark knows, its position stays: the
 * database has lost rows, and a position past them would hide that. For one transaction, and one thread.
 */
final class PositionAdvance {
    private static final String ADVANCE = "UPDATE " + PositionTable.TABLE + " SET " + PositionTable.POSITION
            + " = CASE WHEN ? > " + PositionTable.NEXT + " THEN ? ELSE " + PositionTable.POSITION + " END, "
            + PositionTable.TOPIC_ID + " = ?, " + PositionTable.VERSION + " = " + PositionTable.WRITTEN + " + 1 WHERE "
            + PositionTable.PLACE + " AND " + PositionTable.WRITTEN + " >= ? AND " + PositionTable.NEXT + " >= ? AND "
            + PositionTable.OF_TOPIC + " IN ('', ?)";
    private static final String LOOK = "SELECT " + PositionTable.COLUMNS + " FROM " + PositionTable.TABLE + " WHERE ";

    /** Of all transactions in the same order, so that they do not deadlock. */
    private final TreeMap<Place, Bookmark> bookmarks = new TreeMap<>();

    private final Map<Place, Long> next = new HashMap<>();
    private final Map<Place, Position> asked = new HashMap<>();
    private final Map<Place, Position> found = new HashMap<>();

    /** @param next where each goes; -1 for one whose position stays because something before is missing still */
    PositionAdvance(Map<Bookmark, Long> next) {
        this(next.keySet());
        next.forEach((bookmark, offset) -> this.next.put(bookmark.place(), offset));
    }

    /** Of places that go nowhere; for {@link #look} only. */
    PositionAdvance(Collection<Bookmark> bookmarks) {
        for (Bookmark bookmark : bookmarks) {
            if (bookmark.loss() == null) {
                this.bookmarks.put(bookmark.place(), bookmark);
                asked.put(bookmark.place(), bookmark.known());
            }
        }
    }

    /** Moves them. */
    void write(Connection connection) throws SQLException {
        if (bookmarks.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            for (Place place : bookmarks.keySet()) {
                Position known = asked.getOrDefault(place, Position.UNKNOWN);
                long offset = next.getOrDefault(place, -1L);
                statement.setLong(1, offset);
                statement.setLong(2, offset);
                statement.setString(3, known.topicId());
                PositionTable.bind(statement, 4, place);
                statement.setLong(7, known.version());
                statement.setLong(8, known.next());
                statement.setString(9, known.topicId());
                statement.addBatch();
            }
            int[] unused = statement.executeBatch();
        }
        look(connection);
    }

    /** Asks where they are, in the transaction that moved them or in one that reads only. */
    void look(Connection connection) throws SQLException {
        if (bookmarks.isEmpty()) {
            return;
        }
        String anyOf = bookmarks.keySet().stream()
                .map(place -> "(" + PositionTable.PLACE + ")")
                .collect(Collectors.joining(" OR "));
        try (PreparedStatement statement = connection.prepareStatement(LOOK + anyOf)) {
            int index = 1;
            for (Place place : bookmarks.keySet()) {
                PositionTable.bind(statement, index, place);
                index += 3;
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(PositionTable.place(row), PositionTable.position(row));
                }
            }
        }
    }

    /** Tells the bookmarks, once the transaction is committed. */
    void committed() {
        bookmarks.forEach(
                (place, bookmark) -> bookmark.answer(asked.getOrDefault(place, Position.UNKNOWN), found.get(place)));
    }
}
