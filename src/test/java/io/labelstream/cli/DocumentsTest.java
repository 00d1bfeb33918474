package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.observe.MetricFamily;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.rights.Right;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.kafka.SharedConfig;
import io.labelstream.topology.DeadLetterReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps README and the documents behind it true. {@code mvn test -Dtest=DocumentsTest -Ddocs.update=true} writes the parts that are made from the code, which
 * stand between {@code <!-- name:begin -->} and {@code <!-- name:end -->}.
 */
class DocumentsTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern PART = Pattern.compile("<!-- ([A-Za-z]+):begin -->\n(.*?)<!-- \\1:end -->", Pattern.DOTALL);
  private static final Pattern PREFORMATTED = Pattern.compile("<pre>(?:\\{@code)?\n(.*?)\n *\\* *}?</pre>", Pattern.DOTALL);
  private static final Pattern TERM = Pattern.compile("<h2>(.+)</h2>|<dt>(.+)\n|<dd>(.+(?:\n \\*   [^<].*)*)");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]*)(?:#([^)]+))?\\)");
  private static final Pattern COMMAND = Pattern.compile("(?:(\\./labelstream )|`)([a-z-]+)((?:\\\\\n|[^\n`|;#])*)");
  private static final Pattern OPTION = Pattern.compile("(?<= )--[a-z-]+");

  /** The parts that are made from something else than the documentation of the class that they are named for. */
  private static final Map<String, Supplier<String>> MADE = Map.of(
      "config", PipelineConfig::markdownTable,
      "reasons", DocumentsTest::reasons,
      "rejections", DocumentsTest::rejections,
      "metrics", MetricFamily::markdownTable,
      "exits", ExitCode::markdownTable,
      "rights", Right::markdownTable,
      "topology", DocumentsTest::topology,
      "glossary", DocumentsTest::glossary);

  static Stream<Path> documents() throws IOException {
    final List<Path> documents;
    try (Stream<Path> files = Files.list(Path.of("src/docs"))) {
      documents = files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
    return Stream.concat(Stream.of(README), documents.stream());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldShowWhatTheCodeSays(final Path document) throws IOException {
    // Given
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(document, made(Files.readString(document)));
    }

    // When
    final String text = Files.readString(document);

    // Then
    assertThat(text).isEqualTo(made(text));
  }

  @Test
  void shouldShowEachPartThatIsMadeFromTheCode() throws IOException {
    assertThat(PART.matcher(all()).results().map(part -> part.group(1)).toList()).doesNotHaveDuplicates().containsAll(MADE.keySet());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldLinkOnlyToWhatIsThere(final Path document) throws IOException {
    // When
    final List<MatchResult> links = LINK.matcher(withoutCode(Files.readString(document))).results().toList();

    // Then
    for (final MatchResult link : links) {
      if (link.group(1).startsWith("http")) {
        continue;
      }
      final Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
      assertThat(target).exists();
      if (link.group(2) != null) {
        assertThat(anchors(target)).as("anchors of %s", target).contains(link.group(2));
      }
    }
  }

  @Test
  void shouldLinkToEachDocument() throws IOException {
    // When
    final List<String> links = LINK.matcher(Files.readString(README)).results().map(link -> link.group(1)).toList();

    // Then
    assertThat(links).containsAll(documents().skip(1).map(Path::toString).toList());
  }

  @Test
  void shouldNameEachVerb() throws IOException {
    // When
    final List<String> named = Pattern.compile("`([a-z-]+)`").matcher(all()).results().map(name -> name.group(1)).toList();

    // Then
    assertThat(verbs()).isNotEmpty().isSubsetOf(named);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldShowOnlyCommandsAndOptionsThatThereAre(final Path document) throws IOException {
    // Given
    final List<String> verbs = verbs();

    // When
    final List<String> commands = COMMAND.matcher(Files.readString(document)).results()
        .filter(command -> command.group(1) != null || verbs.contains(command.group(2)))
        .map(command -> command.group(2) + command.group(3).replace("\\\n", " "))
        .distinct()
        .toList();

    // Then
    assertThat(commands).allSatisfy(command -> {
      final Stream<String> verb = Arrays.stream(command.split(" ")).takeWhile(word -> word.matches("[a-z][a-z-]*"));
      final Cli.Result help = Cli.run(Stream.concat(verb, Stream.of("--help")).toArray(String[]::new));
      assertThat(help.status()).isZero();
      assertThat(OPTION.matcher(command).results().map(MatchResult::group)).allSatisfy(option -> assertThat(help.out()).containsPattern(option + "\\b"));
    });
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldShowOnlyExecutionsThatMavenKnows(final Path document) throws IOException {
    // Given
    final String pom = Files.readString(Path.of("pom.xml"));

    // When
    final Stream<String> executions = Pattern.compile("exec@([a-z-]+)").matcher(Files.readString(document)).results().map(execution -> execution.group(1));

    // Then
    assertThat(executions).allSatisfy(execution -> assertThat(pom).contains("<id>" + execution + "</id>"));
  }

  @Test
  void shouldNameEachPartOfTheConfigurationThatIsCompared() throws IOException {
    // When
    final List<String> named = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ").matcher(all()).results().map(name -> name.group(1)).toList();

    // Then
    assertThat(SharedConfig.Part.values()).extracting(SharedConfig.Part::code).isSubsetOf(named);
  }

  @Test
  void shouldNameNoMetricThatIsNotThere() throws IOException {
    // Given
    final List<String> families = Arrays.stream(MetricFamily.values()).map(MetricFamily::prometheusName).toList();

    // When
    final List<String> named = Pattern.compile("labelstream_[a-z_]+").matcher(all()).results().map(MatchResult::group).distinct().toList();

    // Then
    assertThat(named).isNotEmpty().isSubsetOf(families);
  }

  private static String all() throws IOException {
    final StringBuilder all = new StringBuilder();
    for (final Path document : documents().toList()) {
      all.append(Files.readString(document));
    }
    return all.toString();
  }

  /** A document with its parts as the code has them. */
  private static String made(final String document) {
    return PART.matcher(document).replaceAll(part -> {
      final String name = part.group(1);
      final String content = MADE.getOrDefault(name, () -> byteMap(name)).get();
      return Matcher.quoteReplacement("<!-- " + name + ":begin -->\n" + content + "<!-- " + name + ":end -->");
    });
  }

  private static String reasons() {
    return "| reason | meaning | what to do |\n|---|---|---|\n" + Arrays.stream(DeadLetterReason.values())
        .map(reason -> "| `" + reason.code() + "` | " + reason.meaning() + " | " + reason.remedy() + " |\n").collect(Collectors.joining());
  }

  private static String rejections() {
    return "| code | meaning | what to do |\n|---|---|---|\n" + Arrays.stream(RejectionCode.values())
        .map(code -> "| `" + code.code() + "` | " + code.meaning() + " | " + code.remedy() + " |\n").collect(Collectors.joining());
  }

  /** The preformatted text in the documentation of a class. */
  private static String byteMap(final String className) {
    final Matcher map = PREFORMATTED.matcher(source(className + ".java"));
    assertThat(map.find()).as("a byte map in %s", className).isTrue();
    return "```\n" + map.group(1).lines().map(DocumentsTest::withoutMarkup).collect(Collectors.joining("\n")) + "\n```\n";
  }

  /** The part of the consumer project that is for readers. */
  private static String topology() {
    final String code = read(Path.of("src/test/consumer/src/main/java/org/example/LiveLanguages.java"));
    final String shown = code.substring(code.indexOf('\n', code.indexOf("// In the documentation:")) + 1, code.indexOf("    // Thus far."));
    return "```java\n" + shown.stripTrailing().stripIndent() + "\n```\n";
  }

  /** The terms of the root package's documentation. */
  private static String glossary() {
    final StringBuilder list = new StringBuilder();
    for (final MatchResult match : TERM.matcher(source("labelstream/package-info.java")).results().toList()) {
      if (match.group(1) != null) {
        list.append(list.isEmpty() ? "" : "\n").append("### ").append(match.group(1)).append("\n\n");
      } else if (match.group(2) != null) {
        list.append("- **").append(match.group(2)).append("**: ");
      } else {
        list.append(match.group(3).replaceAll("\n \\* +", "\n  ").replaceAll("\\{@code ([^}]+)}", "`$1`")).append('\n');
      }
    }
    return list.toString();
  }

  private static String source(final String endOfPath) {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return read(files.filter(file -> file.toString().endsWith("/" + endOfPath)).findFirst().orElseThrow());
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(final Path file) {
    try {
      return Files.readString(file);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutMarkup(final String line) {
    return line.replaceFirst("^ *\\* ?", "").replaceAll("\\{@(?:link|code) #?([^}]+)}", "$1").stripTrailing();
  }

  private static String withoutCode(final String document) {
    return withoutFences(document).replaceAll("`[^`\n]+`", "");
  }

  /** The anchors of a document's headings, as GitHub makes them. */
  private static List<String> anchors(final Path document) throws IOException {
    return withoutFences(Files.readString(document)).lines()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  private static String withoutFences(final String document) {
    return document.replaceAll("(?ms)^```.*?^```$", "");
  }

  private static List<String> verbs() {
    return Cli.run("--help").lines().stream()
        .dropWhile(line -> !line.equals("Verbs:"))
        .takeWhile(line -> !line.equals("Examples:"))
        .filter(line -> line.matches("  [a-z].*"))
        .map(line -> line.strip().split(" +")[0])
        .toList();
  }
}
