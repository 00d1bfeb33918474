package io.labelstream.model.encoder;

import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.EncoderHead.LabelRows;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.WordPieceVocabulary.Accents;
import io.labelstream.model.encoder.WordPieceVocabulary.LetterCase;
import io.labelstream.model.matrix.FloatMatrix;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A static encoder that knows a few words of sport, business and science: words of a field have much the same vector. */
public final class TopicEncoder {
  private static final List<List<String>> FIELDS = List.of(
      List.of("sport", "football", "match", "goal", "team", "coach"),
      List.of("business", "bank", "shares", "market", "profit", "money"),
      List.of("science", "planet", "telescope", "physics", "research", "cell"));
  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]");
  private static final int DIMENSIONS = 16;
  private static final float SCALE = 20;

  private TopicEncoder() {}

  /** The encoder without labels. */
  public static EncoderModel model() {
    final List<String> pieces = Stream.concat(SPECIAL.stream(), FIELDS.stream().flatMap(List::stream)).toList();
    final float[] table = new float[pieces.size() * DIMENSIONS];
    for (int field = 0; field < FIELDS.size(); field++) {
      for (int word = 0; word < FIELDS.get(field).size(); word++) {
        final int row = SPECIAL.size() + field * FIELDS.getFirst().size() + word;
        table[row * DIMENSIONS + field] = 1;
        table[row * DIMENSIONS + FIELDS.size() + word] = 0.3f;
      }
    }
    final WordPieceVocabulary vocabulary = new WordPieceVocabulary(
        pieces.stream().map(piece -> piece.getBytes(StandardCharsets.UTF_8)).toList(), LetterCase.LOWERED, Accents.STRIPPED, 1, 2, 3);
    return new EncoderModel(
        vocabulary,
        new StaticBody(new FloatMatrix(pieces.size(), DIMENSIONS, table)),
        new VectorOutput(Pooling.MEAN, List.of(), VectorLength.UNIT),
        new EncoderHead.None());
  }

  /** The encoder with labels by their descriptions. */
  public static EncoderModel withLabels(final Map<String, String> descriptions) {
    final EncoderModel model = model();
    final float[] rows = new float[descriptions.size() * DIMENSIONS];
    final List<byte[]> labels = new ArrayList<>();
    try (TextEncoder encoder = Encoders.open(model)) {
      final EncoderSession session = encoder.newSession();
      final SharedText text = new SharedText();
      for (final Map.Entry<String, String> description : descriptions.entrySet()) {
        text.set(description.getValue());
        System.arraycopy(session.encode(text), 0, rows, labels.size() * DIMENSIONS, DIMENSIONS);
        labels.add(description.getKey().getBytes(StandardCharsets.UTF_8));
      }
    }
    final int[] owners = IntStream.range(0, labels.size()).toArray();
    return model.with(new LabelRows(labels, new FloatMatrix(labels.size(), DIMENSIONS, rows), owners, new float[labels.size()], SCALE));
  }
}
