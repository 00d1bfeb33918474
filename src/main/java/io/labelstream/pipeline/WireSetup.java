package io.labelstream.pipeline;

import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.config.RegistryKeys;
import io.labelstream.pipeline.config.RegistrySettings;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import io.labelstream.wire.AvroLabelDecoder;
import io.labelstream.wire.AvroLabelEncoder;
import io.labelstream.wire.AvroShadowEncoder;
import io.labelstream.wire.AvroTextDecoder;
import io.labelstream.wire.JsonLabelDecoder;
import io.labelstream.wire.JsonLabelEncoder;
import io.labelstream.wire.JsonShadowEncoder;
import io.labelstream.wire.JsonTextDecoder;
import io.labelstream.wire.LabelDecoder;
import io.labelstream.wire.LabelEncoder;
import io.labelstream.wire.MadeUpValues;
import io.labelstream.wire.PlainTextDecoder;
import io.labelstream.wire.RegistryException;
import io.labelstream.wire.SchemaRegistry;
import io.labelstream.wire.ShadowEncoder;
import io.labelstream.wire.TextDecoder;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The formats of a pipeline, and the schema registry that they share. */
public final class WireSetup implements AutoCloseable {
  private static final int ATTEMPTS_AT_START = 2;
  private static final int ANY_SCHEMA_ID = 1;

  private final PipelineConfig config;
  private final Optional<SchemaRegistry> registry;

  private WireSetup(final PipelineConfig config, final Optional<SchemaRegistry> registry) {
    this.config = config;
    this.registry = registry;
  }

  /**
   * Checks that the registry answers, and has or takes the output's schema, if a format needs it.
   *
   * @param deadline the moment by {@link System#nanoTime()} at which it must have answered
   */
  static WireSetup prepare(final PipelineConfig config, final long deadline) throws StartupException {
    if (config.registry().isEmpty()) {
      return new WireSetup(config, Optional.empty());
    }
    final RegistrySettings settings = config.registry().get();
    final Duration remaining = Duration.ofNanos(Math.max(Duration.ofSeconds(1).toNanos(), deadline - System.nanoTime()));
    try (SchemaRegistry impatient = settings.open(remaining, ATTEMPTS_AT_START)) {
      switch (config.outputFormat()) {
        case AVRO -> {
          new AvroLabelEncoder(impatient, config.outputTopic(), config.registration());
          config.rollout().ifPresent(rollout -> new AvroShadowEncoder(impatient, rollout.shadowTopic(), config.registration()));
        }
        case JSON -> impatient.schema(ANY_SCHEMA_ID);
      }
    } catch (final RegistryException failure) {
      throw new StartupException(StartupFailure.REGISTRY_UNREACHABLE,
          failure.getMessage() + ": see " + RegistryKeys.URL_CONFIG + " and the registry itself", failure);
    }
    return new WireSetup(config, Optional.of(settings.open()));
  }

  /** The formats for reading only: the registry is asked when a record needs it, and nothing is registered. */
  public static WireSetup forReading(final PipelineConfig config) throws StartupException {
    return new WireSetup(config, config.registry().isPresent() ? Optional.of(config.registry().get().open()) : Optional.empty());
  }

  /** The same formats for values that are made up, with a schema registry that nobody else sees. */
  WireSetup madeUp() {
    return new WireSetup(config, registry.map(_ -> madeUpValues().registry()));
  }

  /** A value of the input's format with a text in UTF-8, for the decoder of {@link #madeUp()}. */
  byte[] madeUpValue(final byte[] text) {
    return switch (config.inputFormat()) {
      case TEXT -> text;
      case JSON -> madeUpValues().json(text);
      case AVRO -> madeUpValues().avro(text);
    };
  }

  private MadeUpValues madeUpValues() {
    return new MadeUpValues(config.inputTextFields());
  }

  /** For what was written as labels. */
  public LabelDecoder labelDecoder() {
    return switch (config.outputFormat()) {
      case JSON -> new JsonLabelDecoder();
      case AVRO -> new AvroLabelDecoder(registry.orElseThrow());
    };
  }

  public Supplier<TextDecoder> decoder() {
    return switch (config.inputFormat()) {
      case TEXT -> PlainTextDecoder::new;
      case JSON -> () -> new JsonTextDecoder(config.inputTextFields());
      case AVRO -> () -> new AvroTextDecoder(registry.orElseThrow(), config.inputTextFields());
    };
  }

  Supplier<LabelEncoder> encoder() {
    return switch (config.outputFormat()) {
      case JSON -> JsonLabelEncoder::new;
      case AVRO -> () -> new AvroLabelEncoder(registry.orElseThrow(), config.outputTopic(), config.registration());
    };
  }

  /** For disagreements of shadow versions, in the format of the labels. */
  Supplier<ShadowEncoder> shadowEncoder(final String topic) {
    return switch (config.outputFormat()) {
      case JSON -> JsonShadowEncoder::new;
      case AVRO -> () -> new AvroShadowEncoder(registry.orElseThrow(), topic, config.registration());
    };
  }

  @Override
  public void close() {
    registry.ifPresent(SchemaRegistry::close);
  }
}
