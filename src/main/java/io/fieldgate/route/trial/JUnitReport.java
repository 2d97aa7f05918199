package io.fieldgate.route.trial;

import io.fieldgate.route.trial.RouteTests.Result;
import io.fieldgate.route.trial.RouteTests.Tested;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The results as XML for build servers, with the elements and attributes that Surefire writes. */
public final class JUnitReport {
    private final XMLStreamWriter xml;

    private JUnitReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /**
     * Writes it.
     *
     * @throws IOException naming the file when it cannot be written
     */
    public static void write(Path file, List<Tested> all) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
            new JUnitReport(xml).suites(all);
            xml.close();
        } catch (XMLStreamException unwritable) {
            throw new IOException(file + " cannot be written (" + unwritable.getMessage() + ")", unwritable);
        }
    }

    private void suites(List<Tested> all) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line("");
        xml.writeStartElement("testsuites");
        for (Tested each : all) {
            line("  ");
            suite(each);
        }
        line("");
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void suite(Tested tested) throws XMLStreamException {
        long failed =
                tested.results().stream().filter(result -> !result.passed()).count();
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", tested.file());
        xml.writeAttribute("time", seconds(tested.took()));
        xml.writeAttribute(
                "tests",
                Integer.toString(tested.results().size() + tested.mistakes().size()));
        xml.writeAttribute("errors", Integer.toString(tested.mistakes().size()));
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("failures", Long.toString(failed));
        for (Result result : tested.results()) {
            testCase(tested, result.name(), result.took());
            if (!result.passed()) {
                finding("failure", String.join("\n", result.differences()));
            }
            xml.writeEndElement();
        }
        for (String mistake : tested.mistakes()) {
            testCase(tested, "the file can be used", Duration.ZERO);
            finding("error", mistake);
            xml.writeEndElement();
        }
        line("  ");
        xml.writeEndElement();
    }

    private void testCase(Tested tested, String name, Duration took) throws XMLStreamException {
        line("    ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("name", name);
        xml.writeAttribute("classname", tested.file());
        xml.writeAttribute("time", seconds(took));
    }

    private void finding(String element, String text) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeAttribute("message", printable(text.lines().findFirst().orElse("")));
        xml.writeAttribute("type", element);
        xml.writeCharacters(printable(text));
        xml.writeEndElement();
    }

    private void line(String indentation) throws XMLStreamException {
        xml.writeCharacters("\n" + indentation);
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e9);
    }

    /** XML 1.0 has no place for most control characters. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }
}
