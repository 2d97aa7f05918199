package io.fieldgate.route.lint;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads texts of a file, with the parameters of a templated route in the place of their placeholders. */
record ValueReader(SourceText source, Parameters parameters) {
    /** With its placeholders as they are. */
    Value raw(ScalarNode scalar) {
        ScalarStyle style = scalar.getScalarStyle();
        boolean quoted = style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED;
        boolean block = style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
        Place place = Place.of(source, scalar);
        return new Value(scalar.getValue(), quoted ? place.plus(1) : place, block);
    }

    /** Null when it is an option that is left out. */
    @Nullable
    Value fill(Value value) {
        return parameters.fill(value);
    }

    @Nullable
    Value read(ScalarNode scalar) {
        return fill(raw(scalar));
    }
}
