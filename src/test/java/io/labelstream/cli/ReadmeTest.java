package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.observe.MetricFamily;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.kafka.SharedConfig;
import io.labelstream.topology.DeadLetterReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps the README true. {@code mvn test -Dtest=ReadmeTest -Dreadme.update=true} writes the tables that are made from the code. */
class ReadmeTest {
  private static final Path README = Path.of("README.md");

  /** The tables that are made from the code. */
  enum Section {
    CONFIG {
      @Override
      String content() {
        return PipelineConfig.markdownTable();
      }
    },
    REASONS {
      @Override
      String content() {
        final StringBuilder table = new StringBuilder("| reason | meaning | what to do |\n|---|---|---|\n");
        for (final DeadLetterReason reason : DeadLetterReason.values()) {
          table.append("| `").append(reason.code()).append("` | ").append(reason.meaning())
              .append(" | ").append(reason.remedy()).append(" |\n");
        }
        return table.toString();
      }
    },
    REJECTIONS {
      @Override
      String content() {
        final StringBuilder table = new StringBuilder("| code | meaning | what to do |\n|---|---|---|\n");
        for (final RejectionCode code : RejectionCode.values()) {
          table.append("| `").append(code.code()).append("` | ").append(code.meaning())
              .append(" | ").append(code.remedy()).append(" |\n");
        }
        return table.toString();
      }
    },
    METRICS {
      @Override
      String content() {
        return MetricFamily.markdownTable();
      }
    },
    EXITS {
      @Override
      String content() {
        return ExitCode.markdownTable();
      }
    };

    abstract String content();

    private String begin() {
      return "<!-- " + name().toLowerCase(Locale.ROOT) + ":begin -->\n";
    }

    private String end() {
      return "<!-- " + name().toLowerCase(Locale.ROOT) + ":end -->";
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldShowTheTablesThatTheCodeGives(final Section section) throws IOException {
    // Given
    if (Boolean.getBoolean("readme.update")) {
      update(section);
    }

    // When
    final String readme = Files.readString(README);

    // Then
    final int begin = readme.indexOf(section.begin());
    final int end = readme.indexOf(section.end());
    assertThat(begin).isNotNegative().isLessThan(end);
    assertThat(readme.substring(begin + section.begin().length(), end)).isEqualTo(section.content());
  }

  @Test
  void shouldNameEachVerb() throws IOException {
    final String readme = Files.readString(README);
    assertThat(verbs()).isNotEmpty().allSatisfy(verb -> assertThat(readme).contains("`" + verb + "`"));
  }

  @Test
  void shouldNameEachPartOfTheConfigurationThatIsCompared() throws IOException {
    final String readme = Files.readString(README);
    assertThat(SharedConfig.Part.values()).allSatisfy(part -> assertThat(readme).contains("\n| `" + part.code() + "` | "));
  }

  @Test
  void shouldLinkOnlyToWhatIsThere() throws IOException {
    final Matcher links = Pattern.compile("]\\(([^)#]+)\\)").matcher(Files.readString(README));
    assertThat(links.results().map(link -> link.group(1)).filter(link -> !link.startsWith("http")))
        .isNotEmpty().allSatisfy(link -> assertThat(Path.of(link)).exists());
  }

  @Test
  void shouldNameNoMetricThatIsNotThere() throws IOException {
    // Given
    final List<String> families = Arrays.stream(MetricFamily.values()).map(MetricFamily::prometheusName).toList();

    // When
    final List<String> named =
        Pattern.compile("labelstream_[a-z_]+").matcher(Files.readString(README)).results().map(MatchResult::group).distinct().toList();

    // Then
    assertThat(named).isNotEmpty().isSubsetOf(families);
  }

  private static List<String> verbs() {
    return Cli.run("--help").lines().stream()
        .dropWhile(line -> !line.equals("Verbs:"))
        .takeWhile(line -> !line.equals("Examples:"))
        .filter(line -> line.matches("  [a-z].*"))
        .map(line -> line.strip().split(" +")[0])
        .toList();
  }

  private static void update(final Section section) throws IOException {
    final String readme = Files.readString(README);
    final String before = readme.substring(0, readme.indexOf(section.begin()) + section.begin().length());
    Files.writeString(README, before + section.content() + readme.substring(readme.indexOf(section.end())));
  }
}
