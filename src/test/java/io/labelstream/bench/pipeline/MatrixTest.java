package io.labelstream.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.pipeline.config.InputFormat;
import io.labelstream.pipeline.config.OutputFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MatrixTest {
  private static final BenchModel MODEL = new BenchModel(Path.of("m.ftz"), 4);

  @Test
  void shouldMeasureAllCombinationsOnceBesideOnePassThroughForAllThatItIsComparedWith() {
    // Given
    final Matrix matrix = new Matrix(
        List.of(InputFormat.TEXT), List.of(OutputFormat.JSON, OutputFormat.AVRO, OutputFormat.JSON), List.of(MODEL), List.of(Guarantee.AT_LEAST_ONCE), List.of(1, 2, 1), List.of(1),
        List.of(4), List.of(1, 3), List.of(0));

    // When
    final Map<Conditions, List<PipelineCase>> cases = matrix.cases();

    // Then
    final Conditions one = new Conditions(InputFormat.TEXT, Guarantee.AT_LEAST_ONCE, 1, 1, 4, 0);
    assertThat(cases.keySet()).extracting(Conditions::threads).containsExactly(1, 2);
    assertThat(cases.get(one)).containsExactly(
        new PipelineCase(one, OutputFormat.JSON, MODEL, 1), new PipelineCase(one, OutputFormat.JSON, MODEL, 3),
        new PipelineCase(one, OutputFormat.AVRO, MODEL, 1), new PipelineCase(one, OutputFormat.AVRO, MODEL, 3));
  }
}
