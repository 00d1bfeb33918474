package io.labelstream.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** The verbs of the command line. */
final class Verbs {
  /** By the names that their annotations give them, in the order of the help. */
  private static final Map<String, Class<?>> ALL = all();

  /** Looks at all others. */
  private static final Class<?> COMPLETION = CompletionCommand.class;

  private Verbs() {}

  private static Map<String, Class<?>> all() {
    final Map<String, Class<?>> verbs = new LinkedHashMap<>();
    verbs.put("demo", DemoCommand.class);
    verbs.put("run", RunCommand.class);
    verbs.put("classify", ClassifyCommand.class);
    verbs.put("inspect", InspectCommand.class);
    verbs.put("bench", BenchCommand.class);
    verbs.put("broker", BrokerCommand.class);
    verbs.put("produce", ProduceCommand.class);
    verbs.put("consume", ConsumeCommand.class);
    verbs.put("topics", TopicsCommand.class);
    verbs.put("announce", AnnounceCommand.class);
    verbs.put("withdraw", WithdrawCommand.class);
    verbs.put("rollback", RollbackCommand.class);
    verbs.put("status", StatusCommand.class);
    verbs.put("history", HistoryCommand.class);
    verbs.put("replay-verify", ReplayVerifyCommand.class);
    verbs.put("verify", VerifyCommand.class);
    verbs.put("samples", SamplesCommand.class);
    verbs.put("train", TrainCommand.class);
    verbs.put("tune", TuneCommand.class);
    verbs.put("compress", CompressCommand.class);
    verbs.put("convert", ConvertCommand.class);
    verbs.put("evaluate", EvaluateCommand.class);
    verbs.put("keys", KeysCommand.class);
    verbs.put("completion", CompletionCommand.class);
    return verbs;
  }

  /**
   * Adds the verb that {@code arguments} begin with. Where they begin with none, all are added, for the help and for what comes nearest to a slip: to look at the
   * options of each takes a quarter of a second, which no verb should wait for.
   */
  static CommandLine of(final CommandLine commandLine, final String... arguments) {
    final Class<?> verb = arguments.length == 0 ? null : ALL.get(arguments[0]);
    if (verb == null || verb == COMPLETION) {
      ALL.forEach((name, each) -> commandLine.addSubcommand(name, each));
    } else {
      commandLine.addSubcommand(arguments[0], verb);
    }
    return commandLine;
  }
}
