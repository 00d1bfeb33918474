package io.labelstream.cli.verb;

import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A verb of the command line, with options as fields. It is used once: options get their values, then it runs, and succeeds or throws.
 */
public abstract class Command implements Callable<Integer> {
  protected final Io io;
  protected final OptionSet options;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  protected Command(final Io io, final String name, final String... description) {
    this.io = io;
    this.options = new OptionSet(spec);
    spec.name(name).usageMessage().description(description);
  }

  /** Shows command lines at the end of the help. */
  protected final void examples(final String... lines) {
    spec.usageMessage().footer(Arrays.stream(lines).map(line -> "  " + line).toArray(String[]::new));
  }

  /**
   * Adds verbs, one of which has to follow this one.
   *
   * @param label stands for them in the synopsis
   */
  protected final void verbs(final String label, final Command... verbs) {
    spec.usageMessage().synopsisSubcommandLabel(label);
    for (final Command verb : verbs) {
      spec.addSubcommand(verb.spec().name(), verb.spec());
    }
  }

  protected abstract void run() throws Exception;

  /** Its name, its help and its options. */
  public final CommandSpec spec() {
    return spec;
  }

  @Override
  public final Integer call() throws Exception {
    run();
    return ExitCode.OK.code();
  }
}
