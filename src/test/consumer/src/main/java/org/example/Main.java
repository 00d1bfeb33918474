package org.example;

import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.topology.ClassifyProcessor;
import io.labelstream.topology.DeadLetterHandler;
import io.labelstream.topology.Slot;
import io.labelstream.wire.JsonLabelEncoder;
import io.labelstream.wire.PlainTextDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Produced;

/** Classifies a text, then has a topology count labelled texts in a state store of its own. */
final class Main {
  private static final String TEXT = "Wie spät ist es?";

  private Main() {}

  public static void main(final String[] arguments) throws Exception {
    final Path model = Path.of(arguments[0]);
    try (TextClassifier classifier = ModelLoader.open(model)) {
      final Predictions best = new Predictions(1, 0f);
      classifier.newSession().classify(TEXT, best);
      System.out.println("label: " + classifier.labels().name(best.label(0)));
    }
    countLabelled(model);
  }

  private static void countLabelled(final Path model) throws Exception {
    final Slot language = Slot.open("language", model);
    final StreamsBuilder builder = new StreamsBuilder();
    builder.stream("texts", Consumed.with(Serdes.String(), Serdes.ByteArray()))
        .processValues(ClassifyProcessor.supplier(language, PlainTextDecoder::new, JsonLabelEncoder::new))
        .groupByKey(Grouped.with(Serdes.String(), Serdes.ByteArray()))
        .count()
        .toStream()
        .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
    final Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "consumer");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, Files.createTempDirectory("consumer").toString());
    properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "texts.dead");
    try (language; TopologyTestDriver driver = new TopologyTestDriver(builder.build(), properties)) {
      driver.createInputTopic("texts", Serdes.String().serializer(), Serdes.ByteArray().serializer())
          .pipeInput("someone", TEXT.getBytes(StandardCharsets.UTF_8));
      System.out.println("counted: " + driver.createOutputTopic("counts", Serdes.String().deserializer(), Serdes.Long().deserializer()).readValue());
    }
  }
}
