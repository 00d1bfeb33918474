package io.labelstream.cli;

import io.labelstream.cli.bench.BenchCommand;
import io.labelstream.cli.demo.DemoCommand;
import io.labelstream.cli.model.ClassifyCommand;
import io.labelstream.cli.model.ConvertCommand;
import io.labelstream.cli.model.InspectCommand;
import io.labelstream.cli.model.SamplesCommand;
import io.labelstream.cli.model.VerifyCommand;
import io.labelstream.cli.rollout.AnnounceCommand;
import io.labelstream.cli.rollout.HistoryCommand;
import io.labelstream.cli.rollout.KeysCommand;
import io.labelstream.cli.rollout.PruneArtifactsCommand;
import io.labelstream.cli.rollout.RollbackCommand;
import io.labelstream.cli.rollout.StatusCommand;
import io.labelstream.cli.rollout.WithdrawCommand;
import io.labelstream.cli.stream.BrokerCommand;
import io.labelstream.cli.stream.ConsumeCommand;
import io.labelstream.cli.stream.ProduceCommand;
import io.labelstream.cli.stream.ReplayVerifyCommand;
import io.labelstream.cli.stream.RunCommand;
import io.labelstream.cli.stream.TopicsCommand;
import io.labelstream.cli.train.CompressCommand;
import io.labelstream.cli.train.EvaluateCommand;
import io.labelstream.cli.train.TrainCommand;
import io.labelstream.cli.train.TuneCommand;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/** The verbs of the command line. */
final class Verbs {
  /** By their names, in the order of the help. */
  private static final Map<String, Function<Io, Verb>> ALL = all();

  /** Looks at all others. */
  private static final String COMPLETION = "completion";

  /** Verbs that are used together, for the help. */
  record Group(String heading, List<String> verbs) {}

  private Verbs() {}

  private static Map<String, Function<Io, Verb>> all() {
    final Map<String, Function<Io, Verb>> verbs = new LinkedHashMap<>();
    verbs.put("classify", ClassifyCommand::new);
    verbs.put("inspect", InspectCommand::new);
    verbs.put("train", TrainCommand::new);
    verbs.put("tune", TuneCommand::new);
    verbs.put("compress", CompressCommand::new);
    verbs.put("convert", ConvertCommand::new);
    verbs.put("evaluate", EvaluateCommand::new);
    verbs.put("verify", VerifyCommand::new);
    verbs.put("samples", SamplesCommand::new);
    verbs.put("keys", KeysCommand::new);
    verbs.put("announce", AnnounceCommand::new);
    verbs.put("status", StatusCommand::new);
    verbs.put("rollback", RollbackCommand::new);
    verbs.put("withdraw", WithdrawCommand::new);
    verbs.put("history", HistoryCommand::new);
    verbs.put("prune-artifacts", PruneArtifactsCommand::new);
    verbs.put("replay-verify", ReplayVerifyCommand::new);
    verbs.put("run", RunCommand::new);
    verbs.put("topics", TopicsCommand::new);
    verbs.put("produce", ProduceCommand::new);
    verbs.put("consume", ConsumeCommand::new);
    verbs.put("broker", BrokerCommand::new);
    verbs.put("demo", DemoCommand::new);
    verbs.put("bench", BenchCommand::new);
    verbs.put(COMPLETION, CompletionCommand::new);
    return verbs;
  }

  /** All verbs by journey. */
  static List<Group> groups() {
    return List.of(
        new Group("Classify and inspect", List.of("classify", "inspect")),
        new Group("Train", List.of("train", "tune", "compress", "convert", "evaluate")),
        new Group("Roll out", List.of("verify", "samples", "keys", "announce", "status", "rollback", "withdraw", "history", "prune-artifacts", "replay-verify")),
        new Group("Run and stream", List.of("run", "topics", "produce", "consume", "broker")),
        new Group("Try and measure", List.of("demo", "bench")),
        new Group("Set up the shell", List.of(COMPLETION)));
  }

  /**
   * Adds the verb that {@code arguments} begin with. Where they begin with none, all are added, for the help and for what comes nearest to a slip: to make the
   * options of each would add a quarter to the time of a {@code classify} of one line.
   */
  static CommandLine of(final CommandLine commandLine, final Io io, final String... arguments) {
    final Function<Io, Verb> verb = arguments.length == 0 ? null : ALL.get(arguments[0]);
    if (verb == null || arguments[0].equals(COMPLETION)) {
      ALL.forEach((name, each) -> commandLine.addSubcommand(name, each.apply(io).spec()));
    } else {
      commandLine.addSubcommand(arguments[0], verb.apply(io).spec());
    }
    return commandLine;
  }
}
