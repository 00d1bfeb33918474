package io.labelstream.cli;

import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.Arguments;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.FleetErrors;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.Program;
import io.labelstream.cli.verb.ReaderGoneException;
import io.labelstream.cli.verb.Suggestion;
import io.labelstream.display.VisibleText;
import io.labelstream.rollout.fleet.FleetException;
import io.labelstream.wire.RegistryException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's root. Each verb is a class of its own; an exception of a verb becomes one line and an exit status here. */
public final class Main implements Callable<Integer> {
  /** Room for threads that start while others are counted. */
  private static final int MORE_THREADS = 16;

  private static final String DEBUG_VARIABLE = "LABELSTREAM_DEBUG";

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Option<Boolean> debug = new Option<>(OptionSpec.builder("--debug").type(boolean.class).initialValue(false).scopeType(ScopeType.INHERIT)
      .description("Show the stack trace of an error (also: " + DEBUG_VARIABLE + "=1).").build());

  Main() {
    spec.name(Program.NAME).scopeType(ScopeType.INHERIT).versionProvider(new Program()).usageMessage()
        .description("Classifies text in real time, inside Kafka Streams or from a pipe.")
        .synopsisSubcommandLabel("VERB")
        .commandListHeading("%nVerbs:%n")
        .optionListHeading("%nOptions:%n")
        .footerHeading("%nExamples:%n")
        .footer(
            "  labelstream demo",
            "  labelstream run --bootstrap-servers localhost:9092 --config application.properties",
            "  echo 'Wie spät ist es?' | labelstream classify --model models/lid.176.ftz",
            "  labelstream VERB --help");
    spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).scopeType(ScopeType.INHERIT).description("Show this help and end.").build());
    // Not inherited by verbs, where a version is that of a model.
    spec.addOption(OptionSpec.builder("-V", "--version").versionHelp(true).description("Show the versions of program and Java, and end.").build());
    spec.addOption((OptionSpec) debug.arg());
  }

  /** Runs the verb in {@code arguments} and ends the process with its {@link ExitCode}. */
  public static void main(final String[] arguments) {
    Logging.configure();
    // Otherwise picocli searches all libraries for Groovy.
    System.setProperty("picocli.disable.closures", "true");
    end(execute(Io.ofProcess(), arguments));
  }

  /**
   * Ends the process. {@link System#exit} searches all libraries for one that logs the end, which takes a third of the time of {@code --version} and a sixth of
   * a {@code classify} of one line. So this thread just ends where no other one keeps the process alive.
   */
  private static void end(final int status) {
    if (status != ExitCode.OK.code() || othersRun()) {
      System.exit(status);
    }
  }

  private static boolean othersRun() {
    final Thread[] threads = new Thread[Thread.activeCount() + MORE_THREADS];
    final int count = Thread.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (threads[i] != Thread.currentThread() && !threads[i].isDaemon()) {
        return true;
      }
    }
    return count == threads.length;
  }

  /** Runs the verb in {@code arguments} and returns the exit status. */
  public static int execute(final Io io, final String... words) {
    final String[] arguments = withHelpAsOption(words);
    final Main main = new Main();
    // Written by us, since picocli does not report a failed write.
    final StringWriter help = new StringWriter();
    final PrintWriter err = writer(io.err());
    try {
      Arguments.requireWhole(arguments);
      final int status = commandLine(main, io, new PrintWriter(help), err, arguments).execute(arguments);
      if (!help.getBuffer().isEmpty()) {
        new Lines(io).print(help.toString());
      }
      return status;
    } catch (final IOException | CliException besidesVerb) {
      return main.explain(besidesVerb, err);
    } catch (final OutOfMemoryError exhausted) {
      final long limit = Runtime.getRuntime().maxMemory() >> 20;
      final String line = "the heap limit of " + limit + " MiB is too small for this; raise it with LABELSTREAM_JAVA_OPTS=-Xmx" + 2 * limit + "m";
      return fail(err, line, ExitCode.OUT_OF_MEMORY);
    } finally {
      err.flush();
    }
  }

  private static CommandLine commandLine(final Main main, final Io io, final PrintWriter help, final PrintWriter err, final String... arguments) {
    // Its warnings quote arguments, secrets included, as they are.
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
    return Verbs.of(new CommandLine(main.spec), io, arguments)
        .setOut(help)
        .setErr(err)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.ofProcess().style() == Style.COLOURED ? Ansi.ON : Ansi.OFF))
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(Terminal.columnsToRead())
        .setHelpFactory(HelpPage::new)
        .registerConverter(Path.class, Path::of)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setExecutionExceptionHandler((failure, line, parsed) -> main.explain(failure, err))
        .setParameterExceptionHandler((mistake, args) -> main.explain(mistake, err));
  }

  /** {@code help run} means {@code run --help}. */
  private static String[] withHelpAsOption(final String... words) {
    return words.length > 0 && words[0].equals("help")
        ? Stream.concat(Arrays.stream(words).skip(1), Stream.of("--help")).toArray(String[]::new)
        : words;
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a verb is missing");
  }

  private int explain(final Exception failure, final PrintWriter err) {
    if (debugging()) {
      trace(failure, err);
    }
    return switch (failure) {
      case ReaderGoneException gone -> ExitCode.OK.code();
      case RegistryException registry -> fail(err, registry.getMessage(), ExitCode.REGISTRY_UNREACHABLE);
      case FleetException fleet -> fail(err, FleetErrors.explained(fleet));
      case CliException known -> fail(err, known);
      case InvalidPathException path -> fail(err, "'" + path.getInput() + "' cannot be the name of a file: " + path.getReason()
          + "; characters outside ASCII need LC_ALL to be a UTF-8 locale such as C.UTF-8", ExitCode.FILE_UNREADABLE);
      default -> fail(err, failure + hint(), ExitCode.FAILED);
    };
  }

  private int explain(final ParameterException mistake, final PrintWriter err) {
    final CommandLine verb = mistake.getCommandLine();
    final Optional<String> unknown = unknown(mistake);
    final String line = String.valueOf(mistake.getMessage());
    if (mistake instanceof MissingParameterException && unknown.isPresent()) {
      fail(err, "unknown option: '" + unknown.get() + "'", ExitCode.USAGE);
    } else if (unknown.isPresent() && !unknown.get().startsWith("-") && !verb.getSubcommands().isEmpty()) {
      fail(err, "unknown verb: '" + unknown.get() + "'", ExitCode.USAGE);
    } else {
      fail(err, line.isEmpty() ? line : Character.toLowerCase(line.charAt(0)) + line.substring(1), ExitCode.USAGE);
    }
    unknown
        .flatMap(typed -> Suggestion.of(typed, typed.startsWith("-") ? verb.getCommandSpec().optionsMap().keySet() : verb.getSubcommands().keySet()))
        .ifPresent(meant -> err.println("Did you mean '" + meant + "'?"));
    err.println("Try '" + verb.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE.code();
  }

  /** The first argument that is neither an option nor a verb: a missing option may be there under a mistyped name. */
  private static Optional<String> unknown(final ParameterException mistake) {
    return switch (mistake) {
      case UnmatchedArgumentException unmatched -> Optional.of(unmatched.getUnmatched().getFirst());
      case MissingParameterException missing -> missing.getCommandLine().getUnmatchedArguments().stream().filter(word -> word.startsWith("-")).findFirst();
      default -> Optional.empty();
    };
  }

  private static int fail(final PrintWriter err, final CliException failure) {
    return fail(err, failure.getMessage(), failure.exitCode());
  }

  private static int fail(final PrintWriter err, final String line, final ExitCode exitCode) {
    err.println(Program.NAME + ": " + VisibleText.of(line));
    return exitCode.code();
  }

  private static void trace(final Exception failure, final PrintWriter err) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      err.println((each == failure ? "" : "Caused by: ") + VisibleText.of(each.toString()));
      for (final StackTraceElement call : each.getStackTrace()) {
        err.println("\tat " + call);
      }
    }
  }

  private String hint() {
    return debugging() ? "" : " (--debug shows where)";
  }

  private boolean debugging() {
    return debug.value() || !System.getenv().getOrDefault(DEBUG_VARIABLE, "").isEmpty();
  }

  private static PrintWriter writer(final OutputStream stream) {
    return new PrintWriter(new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)), false);
  }
}
