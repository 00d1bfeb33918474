package org.example;

import io.labelstream.ModelRollout;
import io.labelstream.topology.ClassifyProcessor;
import io.labelstream.wire.JsonLabelEncoder;
import io.labelstream.wire.PlainTextDecoder;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** Labels texts in a topology of its own, by models that are announced while it runs, until its standard input ends. */
final class LiveLanguages {
  private LiveLanguages() {}

  /** With two properties files: the settings of the rollout, and those of Kafka Streams. */
  public static void main(final String[] arguments) throws Exception {
    final Map<String, String> settings = read(arguments[0]).entrySet().stream()
        .collect(Collectors.toMap(setting -> setting.getKey().toString(), setting -> setting.getValue().toString()));
    final Properties properties = read(arguments[1]);

    // In the documentation:
    ModelRollout models = ModelRollout.open(settings);

    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("texts", Consumed.with(Serdes.String(), Serdes.ByteArray()))
        .processValues(ClassifyProcessor.supplier(models.slot("language"), PlainTextDecoder::new, JsonLabelEncoder::new))
        .to("labels", Produced.with(Serdes.String(), Serdes.ByteArray()));

    KafkaStreams streams = new KafkaStreams(builder.build(), properties);
    // Thus far.

    try (models; streams) {
      streams.start();
      System.in.transferTo(System.out);
      System.out.println("status: " + models.status());
    }
  }

  private static Properties read(final String file) throws Exception {
    final Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    }
    return properties;
  }
}
