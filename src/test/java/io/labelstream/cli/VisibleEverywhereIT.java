package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file, a label, an announcement or a record holds: nothing that acts on a terminal, forges a line or reverses reading gets out anywhere. */
@ExtendWith(SharedBroker.class)
class VisibleEverywhereIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String FORGED = "2026-11-30T00:00:00.000Z WARN  VersionKeeper all is well";
  private static final String HOSTILE = "\033]0;owned\007\033[2J\n" + FORGED + "\r\u202Etfel\u009B31m\u2028";
  private static final Pattern ACTS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
  private static final String SLOT = "language";

  @TempDir private Path folder;

  @Test
  void shouldLetNothingOutThatActsOnWhoReadsIt(final EmbeddedBroker broker) throws Exception {
    // Given
    final Topics topics = new Topics(broker.bootstrapServers());
    topics.create("hostile", 1, Map.of());
    final Path model = Files.write(folder.resolve("m" + HOSTILE.replace("\n", "\t") + ".bin"),
        new FastTextModelFile(1).labels("__label__" + HOSTILE, "__label__b").bytes());
    final Path next = Files.write(folder.resolve("n" + HOSTILE.replace("\n", "\t") + ".bin"),
        new FastTextModelFile(2).labels("__label__" + HOSTILE, "__label__b").bytes());
    try (CliProcess run = CliProcess.start(folder, "run", "-b", broker.bootstrapServers(), "--model", SLOT + "=" + model,
        "--set", "labelstream.slots=" + SLOT, "--set", "labelstream.slot." + SLOT + ".model.name=base", "--set", "labelstream.input.topic=hostile",
        "--set", "labelstream.output.topic=hostile.out", "--set", "labelstream.application.id=hostile", "--set", "labelstream.topics.create=on",
        "--set", "labelstream.control.topic=hostile.models", "--set", "labelstream.status.topic=hostile.status",
        "--set", "labelstream.artifact.topic=hostile.artifacts", "--set", "labelstream.rollout.locations=" + folder,
        "--set", "labelstream.rollout.lead.ms=1000", "--set", "labelstream.rollout.fetch.timeout.ms=600", "--set", "labelstream.http.port=0")) {
      final String served = run.awaitErrorLine(PATIENCE, line -> line.contains("url=\""));
      run.awaitErrorLine(PATIENCE, line -> line.contains("to=\"RUNNING\""));

      // When
      topics.send(List.of(
          new ProducerRecord<>("hostile", HOSTILE.getBytes(), HOSTILE.getBytes()),
          new ProducerRecord<>("hostile.models", HOSTILE.getBytes(), HOSTILE.getBytes()),
          new ProducerRecord<>("hostile.status", HOSTILE.getBytes(), HOSTILE.getBytes())));
      final Map<String, Cli.Result> outputs = new LinkedHashMap<>();
      outputs.put("announce", verb(broker, "announce", next.toString(), "--slot", SLOT, "--name", "next", "--version", "2",
          "--location", "kafka:" + HOSTILE, "--note", HOSTILE));
      run.awaitErrorLine(PATIENCE, line -> line.contains("location-"));
      outputs.put("status", Deadline.within(PATIENCE, "the rejection on the status topic",
          () -> verb(broker, "status"), result -> result.out().contains("location-")));
      outputs.put("status json", verb(broker, "status", "--format", "json"));
      outputs.put("history", verb(broker, "history", "--slot", SLOT));
      outputs.put("history json", verb(broker, "history", "--slot", SLOT, "--format", "json"));
      outputs.put("inspect", Cli.run("inspect", model.toString()));
      outputs.put("inspect json", Cli.run("inspect", model.toString(), "--format", "json"));
      outputs.put("verify", Cli.run("verify", model.toString()));
      outputs.put("missing", Cli.run("inspect", HOSTILE));
      outputs.put("usage", Cli.run("inspect", "x", "--" + HOSTILE));
      outputs.put("debug", Cli.run("--debug", "inspect", HOSTILE));
      outputs.put("classify json", Cli.runWith("alpha\n", "classify", "--model", model.toString(), "--top", "2", "--format", "json"));
      for (final String page : List.of("/metrics", "/models", "/readyz?verbose")) {
        outputs.put(page, new Cli.Result(0, get(served.replaceAll(".*url=\"([^\"]+)\".*", "$1") + page), ""));
      }
      run.signal("TERM");
      outputs.put("log", run.end(PATIENCE));

      // Then
      outputs.forEach((name, output) -> assertThat(lines(output)).as(name)
          .noneMatch(line -> ACTS.matcher(line).find()).noneMatch(line -> line.startsWith(FORGED)));
      assertThat(outputs.get("log").err()).contains("␛]0;owned␇").contains("location-");
      assertThat(outputs.get("history").out()).contains("␛");
      assertThat(outputs.get("classify json").out()).contains("\\u202E");
    }
  }

  /** The lines of an output; those of a stack trace without the tab that they begin with. */
  private static List<String> lines(final Cli.Result output) {
    return Stream.of((output.out() + output.err()).replace("\n\tat ", "\nat ").split("\n")).toList();
  }

  private static Cli.Result verb(final EmbeddedBroker broker, final String verb, final String... more) {
    final List<String> words = new ArrayList<>(
        List.of(verb, "-b", broker.bootstrapServers(), "--control-topic", "hostile.models", "--status-topic", "hostile.status"));
    words.addAll(List.of(more));
    return Cli.run(words.toArray(String[]::new));
  }

  private static String get(final String address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
