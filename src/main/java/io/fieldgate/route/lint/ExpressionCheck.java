package io.fieldgate.route.lint;

import io.fieldgate.message.Causes;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.impl.engine.SimpleCamelContext;
import org.apache.camel.language.simple.SimpleLanguage;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.jspecify.annotations.Nullable;

/** Whether the gateway has the language of an expression, and understands what is written in Simple. */
final class ExpressionCheck {
    /** Options of topic: that are expressions when they hold one. */
    private static final Set<String> OPTIONS = Set.of("key", "timestamp");

    private static final String UNKNOWN_FUNCTION = "Unknown function:";

    private final Catalogue catalogue;
    private final Findings findings;
    private @Nullable SimpleLanguage simple;

    ExpressionCheck(Catalogue catalogue, Findings findings) {
        this.catalogue = catalogue;
        this.findings = findings;
    }

    void check(Route route) {
        for (Route.Expression expression : route.expressions()) {
            Value language = expression.language();
            if (!catalogue.hasLanguage(language.text())) {
                findings.add(
                        Code.FG602,
                        language.place(),
                        "this gateway has no language '" + language.text() + "', it has "
                                + Suggestion.list(catalogue.languages()));
            } else if (language.text().equals("simple")) {
                simple(expression.text(), expression.predicate());
            }
        }
        for (Endpoint endpoint : route.endpoints()) {
            if (endpoint.end() == Endpoint.End.DYNAMIC_SINK) {
                simple(endpoint.path(), false);
            }
            if (endpoint.is("topic")) {
                endpoint.options().stream()
                        .filter(option -> OPTIONS.contains(option.name().text()))
                        .forEach(option -> simple(option.value(), false));
            }
        }
        route.dataFormats().forEach(this::dataFormat);
    }

    private void simple(Value text, boolean predicate) {
        boolean plain = !text.text().contains("${") && !text.text().contains("$simple{");
        // Compiling what stands elsewhere would fetch it.
        if (text.text().startsWith("resource:") || (!predicate && plain)) {
            return;
        }
        // What stands for a placeholder does not matter, but it must not be one.
        String resolved = text.text().replaceAll("\\{\\{[^{}]*}}", "placeholder");
        try {
            if (predicate) {
                language().createPredicate(resolved);
            } else {
                language().createExpression(resolved);
            }
        } catch (SimpleIllegalSyntaxException wrong) {
            if (Causes.of(wrong).stream().anyMatch(NoSuchBeanException.class::isInstance)) {
                // Beans come with the routes, and with the gateway.
                return;
            }
            int index = Math.max(0, Math.min(wrong.getIndex(), resolved.length()));
            boolean exact = resolved.equals(text.text()) && !resolved.contains("\n");
            add(exact ? text.part(index, index).place() : text.place(), readable(wrong.getShortMessage()));
        } catch (ExpressionIllegalSyntaxException wrong) {
            add(text.place(), wrong.getMessage());
        }
    }

    /** In the words of who writes it. */
    private String readable(@Nullable String message) {
        String text = String.valueOf(message).strip();
        if (text.startsWith(UNKNOWN_FUNCTION)) {
            String function = text.substring(UNKNOWN_FUNCTION.length()).strip();
            String name = function.replaceFirst("[.(:\\[].*", "");
            String meant = Suggestion.meant(name, catalogue.simpleFunctions());
            return "there is no function '" + name + "'"
                    + (meant == null
                            ? ", all are on https://camel.apache.org/components/4.17.x/languages/simple-language.html"
                            : ", did you mean '" + meant + "'?");
        }
        return text.replace("symbol functionEnd", "'}'").replace("was eol", "the text ends");
    }

    private void add(Place place, @Nullable String message) {
        findings.add(
                Code.FG601, place, "simple: " + String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " "));
    }

    /** One that can compile without a gateway around it. */
    private SimpleLanguage language() {
        SimpleLanguage language = simple;
        if (language == null) {
            language = new SimpleLanguage();
            language.setCamelContext(new SimpleCamelContext(false));
            simple = language;
        }
        return language;
    }

    private void dataFormat(Value format) {
        String[] words = format.text().split(" ", 2);
        // "json" is a family; its libraries have names of their own.
        String name =
                words.length == 2 ? words[1].toLowerCase(Locale.ROOT) : words[0].equals("json") ? "jackson" : words[0];
        boolean custom = words[0].equals("custom");
        if (!custom && !catalogue.hasDataFormat(name)) {
            findings.add(
                    Code.FG602,
                    format.place(),
                    "this gateway has no data format '" + String.join(" with ", words) + "', it has "
                            + Suggestion.list(catalogue.dataFormats()));
        }
    }
}
