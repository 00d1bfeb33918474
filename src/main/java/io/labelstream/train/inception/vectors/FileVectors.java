package io.labelstream.train.inception.vectors;

import io.labelstream.train.Workers;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.data.WordVectorFile;
import io.labelstream.train.data.WordVectorFile.FirstLine;
import io.labelstream.train.inception.text.TrainingTexts;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The vectors in a text file of GloVe or fastText. Of the words that are the same in lower case the first one counts, which is the most frequent one in files of these
 * programs.
 */
public record FileVectors(Path file) implements WordVectors {
  private static final int UNKNOWN = -1;

  @Override
  public void give(final TrainingTexts texts, final VectorTable table, final long seed, final Workers workers) throws IOException, TrainingDataException {
    final Object2IntOpenHashMap<String> words = new Object2IntOpenHashMap<>(texts.vocabulary().length);
    words.defaultReturnValue(UNKNOWN);
    for (int word = 0; word < texts.vocabulary().length; word++) {
      words.put(new String(texts.vocabulary()[word], StandardCharsets.UTF_8), word);
    }
    new WordVectorFile(file, table.width(), FirstLine.SIZES_OR_WORD).forEachVector((line, end, vector) -> {
      final int word = words.getInt(lowerCase(new String(line, 0, end, StandardCharsets.UTF_8)));
      if (word != UNKNOWN && !table.knows(word)) {
        table.set(word, vector);
      }
    });
  }

  /** As the words of a text are. */
  private static String lowerCase(final String word) {
    return word.codePoints().map(Character::toLowerCase).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }

  @Override
  public String inWords() {
    return "'" + file + "'";
  }
}
