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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine;

/** The verbs of the command line. */
final class Verbs {
  /** By their names, in the order of the help: what makes each, from the words behind it. */
  private static final Map<String, BiFunction<Io, List<String>, Verb>> ALL = all();

  /** Looks at all others. */
  private static final String COMPLETION = "completion";

  /** Verbs that are used together, for the help. */
  record Group(String heading, List<String> verbs) {}

  private Verbs() {}

  private static Map<String, BiFunction<Io, List<String>, Verb>> all() {
    final Map<String, BiFunction<Io, List<String>, Verb>> verbs = new LinkedHashMap<>();
    verbs.put("classify", plain(ClassifyCommand::new));
    verbs.put("inspect", plain(InspectCommand::new));
    verbs.put("train", TrainCommand::new);
    verbs.put("tune", TuneCommand::new);
    verbs.put("compress", CompressCommand::new);
    verbs.put("convert", plain(ConvertCommand::new));
    verbs.put("evaluate", plain(EvaluateCommand::new));
    verbs.put("verify", plain(VerifyCommand::new));
    verbs.put("samples", plain(SamplesCommand::new));
    verbs.put("keys", plain(KeysCommand::new));
    verbs.put("announce", plain(AnnounceCommand::new));
    verbs.put("status", plain(StatusCommand::new));
    verbs.put("rollback", plain(RollbackCommand::new));
    verbs.put("withdraw", plain(WithdrawCommand::new));
    verbs.put("history", plain(HistoryCommand::new));
    verbs.put("prune-artifacts", plain(PruneArtifactsCommand::new));
    verbs.put("replay-verify", plain(ReplayVerifyCommand::new));
    verbs.put("run", plain(RunCommand::new));
    verbs.put("topics", plain(TopicsCommand::new));
    verbs.put("produce", plain(ProduceCommand::new));
    verbs.put("consume", plain(ConsumeCommand::new));
    verbs.put("broker", plain(BrokerCommand::new));
    verbs.put("demo", plain(DemoCommand::new));
    verbs.put("bench", plain(BenchCommand::new));
    verbs.put(COMPLETION, plain(CompletionCommand::new));
    return verbs;
  }

  /** A verb that has the same options whatever words stand behind it. */
  private static BiFunction<Io, List<String>, Verb> plain(final Function<Io, Verb> verb) {
    return (io, words) -> verb.apply(io);
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
   * options of each takes time, which no verb should wait for.
   */
  static CommandLine of(final CommandLine commandLine, final Io io, final String... arguments) {
    final BiFunction<Io, List<String>, Verb> verb = arguments.length == 0 ? null : ALL.get(arguments[0]);
    final List<String> words = Arrays.stream(arguments).dropWhile(word -> word.startsWith("-")).skip(1).toList();
    if (verb == null || arguments[0].equals(COMPLETION)) {
      ALL.forEach((name, each) -> commandLine.addSubcommand(name, each.apply(io, words).spec()));
    } else {
      commandLine.addSubcommand(arguments[0], verb.apply(io, words).spec());
    }
    return commandLine;
  }
}
