package io.labelstream.cli.verb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The bundled sentences of the demo, each with the language of its source. */
public record Sentences(List<Sentence> list) {
  private static final String RESOURCE = "sentences.tsv";
  private static final long SEED = 176;

  /** A sentence, with the code of the language that it was collected as. */
  public record Sentence(String language, String text) {}

  public Sentences {
    list = List.copyOf(list);
  }

  /** The bundled sentences in an order that mixes languages and is the same each time. */
  public static Sentences bundled() {
    try (InputStream in = Sentences.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("resource " + RESOURCE + " is missing from the build");
      }
      final List<Sentence> read = new ArrayList<>();
      for (final String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        final int tab = line.indexOf('\t');
        read.add(new Sentence(line.substring(0, tab), line.substring(tab + 1)));
      }
      Collections.shuffle(read, new Random(SEED));
      return new Sentences(read);
    } catch (final IOException failure) {
      throw new UncheckedIOException("resource " + RESOURCE + " cannot be read", failure);
    }
  }

  public long languages() {
    return list.stream().map(Sentence::language).distinct().count();
  }
}
