package io.fieldgate.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script with which the shell completes commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(./fieldgate completion bash)",
            "  ./fieldgate completion zsh > ~/.fieldgate    and source it in ~/.zshrc"
        })
public final class CompletionCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    enum Shell {
        bash,
        /** Takes bash's by its own bashcompinit, which the script turns on. */
        zsh
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"
    }) // set by picocli, which refuses others; one script serves both
    private Shell shell;

    @Override
    public Integer call() {
        String script = AutoComplete.bash("fieldgate", spec.root().commandLine());
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
