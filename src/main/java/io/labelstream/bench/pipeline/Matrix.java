package io.labelstream.bench.pipeline;

import io.labelstream.pipeline.config.InputFormat;
import io.labelstream.pipeline.config.OutputFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of each dimension, whose combinations are all measured. */
public record Matrix(
    List<InputFormat> inputs,
    List<OutputFormat> outputs,
    List<BenchModel> models,
    List<Guarantee> guarantees,
    List<Integer> threads,
    List<Integer> instances,
    List<Integer> partitions,
    List<Integer> slots,
    List<Integer> textBytes) {
  public Matrix {
    inputs = distinct(inputs);
    outputs = distinct(outputs);
    models = distinct(models);
    guarantees = distinct(guarantees);
    threads = distinct(threads);
    instances = distinct(instances);
    partitions = distinct(partitions);
    slots = distinct(slots);
    textBytes = distinct(textBytes);
  }

  private static <T> List<T> distinct(final List<T> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("each dimension needs a value");
    }
    return values.stream().distinct().toList();
  }

  /** The cases by the conditions that they share, each in the order of the dimensions. */
  Map<Conditions, List<PipelineCase>> cases() {
    final Map<Conditions, List<PipelineCase>> cases = new LinkedHashMap<>();
    for (final Conditions conditions : conditions()) {
      final List<PipelineCase> those = new ArrayList<>();
      for (final OutputFormat output : outputs) {
        for (final BenchModel model : models) {
          slots.forEach(count -> those.add(new PipelineCase(conditions, output, model, count)));
        }
      }
      cases.put(conditions, List.copyOf(those));
    }
    return cases;
  }

  private List<Conditions> conditions() {
    final List<Conditions> all = new ArrayList<>();
    for (final InputFormat input : inputs) {
      for (final Guarantee guarantee : guarantees) {
        for (final int bytes : textBytes) {
          for (final int partition : partitions) {
            for (final int instance : instances) {
              threads.forEach(thread -> all.add(new Conditions(input, guarantee, thread, instance, partition, bytes)));
            }
          }
        }
      }
    }
    return all;
  }
}
