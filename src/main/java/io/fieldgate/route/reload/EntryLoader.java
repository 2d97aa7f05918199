package io.fieldgate.route.reload;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.common.YamlDeserializationContext;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Camel's loader of YAML files, for some entries of a file: they keep their places in it. */
final class EntryLoader extends YamlRoutesBuilderLoader {
    private final Set<Integer> wanted;

    private EntryLoader(Set<Integer> wanted) {
        this.wanted = wanted;
    }

    /** What these entries make, not added to the context yet. */
    static RoutesBuilder load(CamelContext camel, RouteFile file, Set<Integer> entries) throws Exception {
        EntryLoader loader = new EntryLoader(entries);
        loader.setCamelContext(camel);
        ServiceHelper.startService(loader);
        try {
            return loader.loadRoutesBuilder(ResourceHelper.fromString("file:" + file.name(), file.text()));
        } finally {
            ServiceHelper.stopService(loader);
        }
    }

    @Override
    protected RouteBuilder builder(YamlDeserializationContext context, Node root) {
        if (!(root instanceof SequenceNode list)) {
            return super.builder(context, root);
        }
        List<Node> kept = new ArrayList<>();
        for (int i = 0; i < list.getValue().size(); i++) {
            if (wanted.contains(i)) {
                kept.add(list.getValue().get(i));
            }
        }
        return super.builder(
                context,
                new SequenceNode(
                        list.getTag(), true, kept, list.getFlowStyle(), list.getStartMark(), list.getEndMark()));
    }
}
