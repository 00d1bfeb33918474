package io.labelstream.pipeline;

import io.labelstream.pipeline.config.PipelineConfig;
import java.util.HashMap;
import java.util.Map;

/** Runs a pipeline with the settings given as {@code key=value}, until it is killed. */
public final class PipelineProcess {
  static final String STARTED = "started";

  private PipelineProcess() {}

  public static void main(final String[] arguments) throws Exception {
    final Map<String, String> settings = new HashMap<>();
    for (final String argument : arguments) {
      final int equals = argument.indexOf('=');
      settings.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    try (Pipeline pipeline = Pipeline.open(PipelineConfig.of(settings))) {
      pipeline.start();
      System.out.println(STARTED);
      System.out.println(pipeline.awaitEnd());
    }
  }
}
