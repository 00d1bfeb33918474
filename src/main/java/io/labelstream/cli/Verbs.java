package io.labelstream.cli;

import io.labelstream.cli.bench.BenchCommand;
import io.labelstream.cli.demo.DemoCommand;
import io.labelstream.cli.model.ClassifyCommand;
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
import io.labelstream.cli.stream.RightsCommand;
import io.labelstream.cli.stream.RunCommand;
import io.labelstream.cli.stream.TopicsCommand;
import io.labelstream.cli.train.CompressCommand;
import io.labelstream.cli.train.ConvertCommand;
import io.labelstream.cli.train.EvaluateCommand;
import io.labelstream.cli.train.IndexCommand;
import io.labelstream.cli.train.TrainCommand;
import io.labelstream.cli.train.TuneCommand;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine;

/** The verbs of the command line. */
final class Verbs {
  /** The verb that needs all others. */
  private static final String COMPLETION = "completion";
  /** All verbs by journey, in the order of the help. */
  private static final List<Group> GROUPS = List.of(
      new Group("Classify and inspect").with("classify", ClassifyCommand::new).with("inspect", InspectCommand::new),
      new Group("Train").withWords("train", TrainCommand::new).withWords("tune", TuneCommand::new).withWords("compress", CompressCommand::new)
          .withWords("convert", ConvertCommand::new).with("evaluate", EvaluateCommand::new).withWords("index", IndexCommand::new),
      new Group("Roll out").with("verify", VerifyCommand::new).with("samples", SamplesCommand::new).with("keys", KeysCommand::new)
          .with("announce", AnnounceCommand::new).with("status", StatusCommand::new).with("rollback", RollbackCommand::new)
          .with("withdraw", WithdrawCommand::new).with("history", HistoryCommand::new).with("prune-artifacts", PruneArtifactsCommand::new)
          .with("replay-verify", ReplayVerifyCommand::new),
      new Group("Run and stream").with("run", RunCommand::new).with("topics", TopicsCommand::new).with("rights", RightsCommand::new).with("produce", ProduceCommand::new)
          .with("consume", ConsumeCommand::new).with("broker", BrokerCommand::new),
      new Group("Try and measure").with("demo", DemoCommand::new).with("bench", BenchCommand::new),
      new Group("Set up the shell").with(COMPLETION, CompletionCommand::new));

  /** Verbs that are used together, by their names: each is made from the words after it. */
  record Group(String heading, Map<String, BiFunction<Io, List<String>, Command>> verbs) {
    Group(final String heading) {
      this(heading, new LinkedHashMap<>());
    }

    /** Adds a verb that has the same options whatever words follow it. */
    Group with(final String name, final Function<Io, Command> verb) {
      return withWords(name, (io, words) -> verb.apply(io));
    }

    Group withWords(final String name, final BiFunction<Io, List<String>, Command> verb) {
      verbs.put(name, verb);
      return this;
    }
  }

  private Verbs() {}

  static List<Group> groups() {
    return GROUPS;
  }

  /**
   * Adds the verb that {@code arguments} begin with. Where they begin with none, all are added, for the help and for suggestions, but for the version alone.
   * Making the options of all verbs each time would add a quarter to the time of a {@code classify} of one line.
   */
  static CommandLine of(final CommandLine commandLine, final Io io, final String... arguments) {
    final List<String> given = List.of(arguments);
    final String first = given.isEmpty() ? "" : given.getFirst();
    if (given.equals(List.of("--version")) || given.equals(List.of("-V"))) {
      return commandLine;
    }
    final boolean isVerb = !first.equals(COMPLETION) && GROUPS.stream().anyMatch(group -> group.verbs().containsKey(first));
    final List<String> words = given.stream().dropWhile(word -> word.startsWith("-")).skip(1).toList();
    // A shell completes all options that the help of a verb shows.
    final List<String> wordsOfOthers = first.equals(COMPLETION) ? List.of("--help") : List.of();
    GROUPS.forEach(group -> group.verbs().forEach((name, verb) -> {
      if (!isVerb || name.equals(first)) {
        commandLine.addSubcommand(name, verb.apply(io, name.equals(first) ? words : wordsOfOthers).spec());
      }
    }));
    return commandLine;
  }
}
