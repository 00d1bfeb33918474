package io.labelstream.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.Cli;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names, labels and mistakes in files and on the command line that would act on a terminal or forge a line: no verb without a broker lets one out. */
class VisibleOutputsTest {
  /** Without a character that separates words or lines, so that it can be part of a label in any format. */
  private static final String WORD = "\033]0;owned\007\033[2J\u202Etfel\u009B31m\u2066\uFEFF";
  private static final String LINES = WORD + "\nFORGED all is well\r\u2028";
  private static final Pattern ACTS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n]]");

  @TempDir private Path folder;

  private final Map<String, Cli.Result> outputs = new LinkedHashMap<>();

  @Test
  void shouldLetNothingOutOfLabelsAndNamesOfFiles() throws Exception {
    // Given
    final String name = LINES.replace('/', '-');
    final String rows = Stream.of("alpha beta", "gamma delta", "alpha gamma", "beta delta").map(text -> "__label__" + WORD + " " + text + "\n__label__b " + text + " x\n")
        .reduce("", String::concat);
    final String data = write("data" + name + ".txt", rows.repeat(8));
    final String model = folder.resolve("m" + name + ".bin").toString();
    final String table = write("table.tsv", "label\ttext\n\"" + LINES + "\"\talpha\n\"" + LINES + "\tbeta\n");
    final String json = write("data.jsonl", "{\"label\":\"" + WORD + "\",\"" + WORD + "\":1}\n{\"" + WORD + "\n");

    // When
    run("train", data, "--out", model, "--hold-out", "0.2", "--samples", "2", "--dimensions", "4", "--epochs", "2", "--learning-rate", "0.5",
        "--licence", LINES);
    run("train", data, "--out", model);
    run("train", table, "--out", folder.resolve("t.bin").toString());
    run("train", json, "--out", folder.resolve("j.bin").toString());
    run("train", "labeltree", data, "--out", folder.resolve("tree" + name + ".safetensors").toString());
    run("inspect", folder.resolve("tree" + name + ".safetensors").toString());
    run("evaluate", model, data, "--confusions", "3", "--labels", "3");
    run("evaluate", model, table);
    run("compress", model, "--data", data, "--out", folder.resolve("c" + name + ".ftz").toString(), "--cutoff", "10");
    run("convert", model, "--out", folder.resolve("c" + name + ".safetensors").toString());
    run("inspect", folder.resolve("c" + name + ".safetensors").toString());
    run("inspect", "--format", "json", folder.resolve("c" + name + ".safetensors").toString());
    run("tune", data, "--out", folder.resolve("best" + name + ".bin").toString(), "--trials", "1", "--time", "1s");
    run("index", model, "--documents", data, "--out", folder.resolve("i" + name).toString());
    run("samples", model, "--text", data, "--force");
    run("verify", model);
    Files.writeString(Path.of(model + ".golden.jsonl"), "{\"text\":\"a\",\"labels\":[{\"name\":\"" + WORD + "\",\"score\":1}]}\n{\"" + WORD + "\":" + WORD + "}\n");
    run("verify", model);

    // Then
    assertVisible();
    assertThat(outputs.values()).anyMatch(output -> output.out().contains("␛]0;owned␇"));
  }

  @Test
  void shouldLetNothingOutOfConfigurationsAndArguments() throws Exception {
    // Given
    final String escaped = "\\u001b]0;owned\\u0007\\u202e\\nFORGED all is well\\r\\u2028";
    final String unknown = write("unknown.properties", "labelstream." + escaped.replace(" ", "\\ ") + "=x\n");
    final String values = write("values.properties", "labelstream.slot.default.model=" + escaped + "\nlabelstream.slots=" + escaped + "\n");
    final String strange = write("strange.properties", "labelstream.slot.default.model=m\nkafka.client.id=" + escaped + "\nlabelstream.slot.default.model.name=" + escaped
        + "\nlabelstream.schema.registry.url=" + escaped + "\n");

    // When
    for (final String file : List.of(unknown, values, strange, folder.resolve("missing" + LINES).toString())) {
      run("run", "--config", file, "--print-config");
      run("run", "--config", file);
      run("topics", "--config", file);
      run("rights", "--config", file);
      run("consume", "--topic", "x", "--command-config", file, "-b", LINES + ":1");
      run("status", "--command-config", file, "-b", "localhost:1" + LINES);
    }
    run("rights", "--principal", "User:" + LINES);
    run("rights", "--role", LINES);
    run("run", "--set", LINES);
    run("run", "--set", LINES + "=" + LINES, "--print-config");
    run(LINES);
    run("classify", "--model", LINES);
    run("consume", "--topic", LINES, "-b", "localhost:1", "-X", "default.api.timeout.ms=1", "-X", "request.timeout.ms=1");
    run("announce", LINES, "--slot", LINES);
    run("produce", "--topic", "x", "--registry", LINES);
    run("keys", "generate", LINES + "/" + LINES);

    // Then
    assertVisible();
  }

  private void assertVisible() {
    outputs.forEach((name, output) -> {
      final List<String> lines = Stream.of((output.out() + output.err()).split("\n")).toList();
      assertThat(lines).as(name).noneMatch(line -> ACTS.matcher(line).find()).noneMatch(line -> line.startsWith("FORGED"));
    });
  }

  private void run(final String... words) {
    outputs.put(outputs.size() + " " + String.join(" ", words), Cli.run(words));
  }

  private String write(final String file, final String text) throws Exception {
    return Files.write(folder.resolve(file), text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
