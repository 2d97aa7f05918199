package io.fieldgate.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {
    private static final RecordFormat LINES = new RecordFormat(Cutter.LINES, List.of(), Map.of(), null, 1, 1000);
    private static final RecordFormat CSV = new RecordFormat(',', List.of(), Map.of(), null, 1, 1000);

    @TempDir
    private Path folder;

    @Test
    void cutsLinesAtLfAndCrLfAndKnowsWhereEachStands() throws Exception {
        List<Piece> pieces = read("one\r\ntwo\n\nf\u00fcnf", LINES);

        assertThat(pieces).extracting(RecordReaderTest::body).containsExactly("one", "two", "f\u00fcnf");
        assertThat(pieces).extracting(Piece::line).containsExactly(1L, 2L, 4L);
        assertThat(pieces).extracting(Piece::start).containsExactly(0L, 5L, 10L);
        assertThat(pieces).extracting(Piece::end).containsExactly(5L, 9L, 15L);
    }

    @Test
    void goesOnFromTheEndOfAnyRecordAsIfItHadNeverStopped() throws Exception {
        String text = IntStream.range(0, 500)
                .mapToObj(i -> "\"line\n" + i + "\"," + "x".repeat(i) + "\r\n")
                .collect(Collectors.joining("", "a,b\n", ""));
        for (Path file : List.of(file(text.getBytes(UTF_8)), file(gzip(text.getBytes(UTF_8))))) {
            List<Piece> all = read(file, CSV, 0, 1);

            for (int i = 0; i < all.size(); i += 50) {
                Piece last = all.get(i);
                List<Piece> rest = read(file, CSV, last.end(), last.nextLine());
                assertThat(rest).hasSize(all.size() - i - 1);
                assertThat(bodies(rest)).isEqualTo(bodies(all.subList(i + 1, all.size())));
                assertThat(rest)
                        .extracting(Piece::line)
                        .first()
                        .isEqualTo(all.get(i + 1).line());
            }
        }
    }

    @Test
    void aLineThatIsTooLongCostsItselfOnlyAndNoMemory() throws Exception {
        List<Piece> pieces = read("a\n" + "x".repeat(5_000_000) + "\nb\n" + "y".repeat(1001) + "\n", LINES);

        assertThat(pieces).extracting(RecordReaderTest::code).containsExactly("", "LIMIT_SIZE", "", "LIMIT_SIZE");
        assertThat(pieces.get(1).raw()).hasSize(1000);
        assertThat(body(pieces.get(2))).isEqualTo("b");
        assertThat(pieces.get(2).line()).isEqualTo(3);
        assertThat(pieces.get(2).start()).isEqualTo(5_000_003);
    }

    @Test
    void holdsAPartialLineUntilItIsCompleteWhileTheFileGrows() throws Exception {
        Path file = file("one\ntw".getBytes(UTF_8));
        try (RecordReader reader = RecordReader.open(file, LINES, 0, 1)) {
            assertThat(body(reader.next(false))).isEqualTo("one");
            assertThat(reader.next(false)).isNull();
            assertThat(reader.holds()).isTrue();

            Files.writeString(file, "o\n", java.nio.file.StandardOpenOption.APPEND);

            assertThat(body(reader.next(false))).isEqualTo("two");
            assertThat(reader.offset()).isEqualTo(8);
            assertThat(reader.holds()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
    void aByteOrderMarkIsObeyedAndTakenAway(String charset) throws Exception {
        String text = "a,b\n1,gr\u00fc\u00df \ud83d\ude00\n";

        List<Piece> pieces = read(file(("\ufeff" + text).getBytes(Charset.forName(charset))), CSV, 0, 1);

        assertThat(bodies(pieces)).containsExactly("{\"a\":1,\"b\":\"gr\u00fc\u00df \ud83d\ude00\"}");
    }

    @Test
    void utf16SurvivesAnyBlockOfTheConversion() throws Exception {
        String text = IntStream.range(0, 5000)
                .mapToObj(i -> "\ud83d\ude00".repeat(i % 7) + i + "\n")
                .collect(Collectors.joining());
        for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
            assertThat(bodies(read(file(("\ufeff" + text).getBytes(charset)), LINES, 0, 1)))
                    .isEqualTo(text.lines().toList());
        }
    }

    @Test
    void gzipIsInflatedAlsoOfSeveralMembers() throws Exception {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(gzip("one\n".getBytes(UTF_8)));
        both.writeBytes(gzip("two\n".getBytes(UTF_8)));

        assertThat(bodies(read(file(both.toByteArray()), LINES, 0, 1))).containsExactly("one", "two");
    }

    @Test
    void aGzipBombIsLeftAloneBeforeItCostsMuch() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
        }

        assertThatThrownBy(() -> read(file(bomb.toByteArray()), LINES, 0, 1))
                .isInstanceOfSatisfying(
                        UnreadableFile.class, e -> assertThat(e.code()).isEqualTo("LIMIT_INFLATE"));
    }

    @Test
    void brokenOrForeignArchivesAreNamed() throws Exception {
        byte[] cut = gzip("x".repeat(10_000).getBytes(UTF_8));
        Path file = file(java.util.Arrays.copyOf(cut, cut.length - 9));
        assertThatThrownBy(() -> read(file, LINES, 0, 1))
                .hasMessageContaining("gzip")
                .hasMessageContaining("ends too early");
        assertThatThrownBy(() -> read(file("PK\u0003\u0004 and more".getBytes(ISO_8859_1)), LINES, 0, 1))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage("The file is a ZIP archive, allowed are plain text and gzip.");
    }

    @Test
    void rowsBecomeObjectsWithTypesWhereTheCellsReadLikeJson() throws Exception {
        List<Piece> pieces = read(
                "id,ok,name,\"say \"\"x\"\"\"\n007,true,\"a,\nb \"\"q\"\"\",\n-1.5e3,no,\"1\",NaN\n1.,FALSE,\\,=cmd|x\n-0,false,\t,12345678901234567890\n",
                CSV);

        assertThat(bodies(pieces))
                .containsExactly(
                        "{\"id\":\"007\",\"ok\":true,\"name\":\"a,\\nb \\\"q\\\"\",\"say \\\"x\\\"\":null}",
                        "{\"id\":-1.5e3,\"ok\":\"no\",\"name\":\"1\",\"say \\\"x\\\"\":\"NaN\"}",
                        "{\"id\":\"1.\",\"ok\":\"FALSE\",\"name\":\"\\\\\",\"say \\\"x\\\"\":\"=cmd|x\"}",
                        "{\"id\":\"-0\",\"ok\":false,\"name\":\"\\t\",\"say \\\"x\\\"\":\"12345678901234567890\"}");
        assertThat(pieces).extracting(Piece::line).containsExactly(2L, 4L, 5L, 6L);
    }

    @Test
    void aColumnWithATypeTakesNothingElse() throws Exception {
        RecordFormat typed = new RecordFormat(
                ';', List.of("id", "t"), Map.of("id", Rows.Type.TEXT, "t", Rows.Type.NUMBER), null, 1, 1000);

        List<Piece> pieces = read("1;2.5\n2;warm\n;\n", typed);

        assertThat(bodies(pieces.subList(0, 1))).containsExactly("{\"id\":\"1\",\"t\":2.5}");
        assertThat(code(pieces.get(1))).isEqualTo("TYPE");
        assertThat(body(pieces.get(2))).isEqualTo("{\"id\":\"\",\"t\":null}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2,3|MALFORMED_CSV",
                "1|MALFORMED_CSV",
                "\"1,2|MALFORMED_CSV",
                "1\",2|MALFORMED_CSV",
                "\"1\"x,2|MALFORMED_CSV",
                "\"\",\"|MALFORMED_CSV"
            })
    void aMalformedRowIsReportedWithItsLineAndCostsNoOther(String row, String code) throws Exception {
        List<Piece> pieces = read("a,b\n1,2\n" + row + "\n3,4\n\"5\",\"6\"\n", CSV);

        assertThat(pieces).extracting(RecordReaderTest::code).containsExactly("", code, "", "");
        assertThat(new String(pieces.get(1).raw(), UTF_8)).isEqualTo(row);
        assertThat(pieces.get(1).line()).isEqualTo(3);
        assertThat(bodies(pieces.subList(2, 4))).containsExactly("{\"a\":3,\"b\":4}", "{\"a\":\"5\",\"b\":\"6\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,a\n1,2\n", "a,\n1,2\n", "a;b\n1;2\n", "\"a,b\n1,2\n", "\ufffd\ufffd"})
    void aHeaderThatNamesNoColumnsMakesTheFileUnreadable(String text) throws Exception {
        byte[] bytes = text.startsWith("\ufffd") ? new byte[] {(byte) 0xc3, 'x', ',', 'y', '\n'} : text.getBytes(UTF_8);
        assertThatThrownBy(() -> read(file(bytes), CSV, 0, 1)).isInstanceOf(UnreadableFile.class);
    }

    @Test
    void tenThousandColumnsAreTooMany() throws Exception {
        String header = IntStream.range(0, 10_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        RecordFormat wide = new RecordFormat(',', List.of(), Map.of(), null, 1, 1_000_000);
        assertThatThrownBy(() -> read(header + "\n", wide)).hasMessageContaining("10000 columns, at most 1000");
    }

    @Test
    void readsRandomTablesAsJacksonDoes() throws Exception {
        Random random = new Random(42);
        String alphabet = "ab1,\"\n \u00e4\\\t";
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder("x,y,z\n");
            for (int row = 0; row < 5; row++) {
                for (int column = 0; column < 3; column++) {
                    StringBuilder cell = new StringBuilder();
                    for (int i = random.nextInt(6); i > 0; i--) {
                        cell.append(alphabet.charAt(random.nextInt(alphabet.length())));
                    }
                    text.append('"')
                            .append(cell.toString().replace("\"", "\"\""))
                            .append('"')
                            .append(column < 2 ? "," : "\n");
                }
            }
            List<Map<String, String>> expected;
            try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                    .readerForMapOf(String.class)
                    .with(CsvSchema.emptySchema().withHeader())
                    .readValues(text.toString())) {
                expected = rows.readAll();
            }

            List<Map<String, String>> found = new ArrayList<>();
            for (Piece piece : read(text.toString(), CSV)) {
                JsonNode object = new ObjectMapper().readTree(piece.body());
                found.add(Map.of(
                        "x",
                        object.get("x").asText(),
                        "y",
                        object.get("y").asText(),
                        "z",
                        object.get("z").asText()));
            }
            assertThat(found).as(text.toString()).isEqualTo(expected);
        }
    }

    @Test
    void linesThatDoNotBeginARecordBelongToTheOneBefore() throws Exception {
        RecordFormat traces = new RecordFormat(Cutter.LINES, List.of(), Map.of(), Pattern.compile("\\d{4}-"), 3, 1000);

        List<Piece> pieces = read("2026-1 bang\n  at a\n\n2026-2 ok\n2026-3 long\n 1\n 2\n 3\n 4\n", traces);

        assertThat(bodies(pieces))
                .containsExactly("2026-1 bang\n  at a\n", "2026-2 ok", "2026-3 long\n 1\n 2", " 3\n 4");
        assertThat(pieces).extracting(Piece::line).containsExactly(1L, 4L, 5L, 8L);
        assertThat(pieces.get(0).nextLine()).isEqualTo(4);
    }

    private List<Piece> read(String text, RecordFormat format) throws Exception {
        return read(file(text.getBytes(UTF_8)), format, 0, 1);
    }

    private static List<Piece> read(Path file, RecordFormat format, long offset, long line) throws Exception {
        List<Piece> pieces = new ArrayList<>();
        try (RecordReader reader = RecordReader.open(file, format, offset, line)) {
            for (Piece piece = reader.next(true); piece != null; piece = reader.next(true)) {
                pieces.add(piece);
            }
        }
        return pieces;
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "in", ""), bytes);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    private static List<String> bodies(List<Piece> pieces) {
        return pieces.stream().map(RecordReaderTest::body).toList();
    }

    private static String body(Piece piece) {
        assertThat(piece.problem()).isNull();
        return new String(piece.body(), UTF_8);
    }

    private static String code(Piece piece) {
        Failure problem = piece.problem();
        return problem == null ? "" : problem.code();
    }
}
