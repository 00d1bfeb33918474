package io.labelstream.train.encoder.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.model.encoder.WordPieceVocabulary.Accents;
import io.labelstream.model.encoder.WordPieceVocabulary.LetterCase;
import io.labelstream.model.file.SafetensorsHeader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads BERT's tokenizer from its files; tokenizers of another kind are refused. */
final class Tokenizers {
  private static final String FIRST = "[CLS]";
  private static final String LAST = "[SEP]";
  private static final String UNKNOWN = "[UNK]";

  /** Tokens that no text has, or that stand for a missing one: they may be matched in texts before all rules without a difference that matters. */
  private static final Set<String> USUAL = Set.of("[PAD]", UNKNOWN, FIRST, LAST, "[MASK]");

  private static final String NONE = "(none)";
  private static final String NULL = "null";
  private static final String TRUE = "true";

  private Tokenizers() {}

  /** The vocabulary of a {@code tokenizer.json}, as the library tokenizers writes it. */
  static WordPieceVocabulary of(final JsonFile tokenizer) throws ModelRefusedException {
    final JsonFile model = tokenizer.at("model");
    model.require("type", "\"WordPiece\"");
    model.require("continuing_subword_prefix", "\"##\"");
    model.require("max_input_chars_per_word", "100");
    final JsonFile normalizer = tokenizer.at("normalizer");
    normalizer.require("type", "\"BertNormalizer\"");
    normalizer.require("clean_text", TRUE);
    normalizer.require("handle_chinese_chars", TRUE);
    tokenizer.at("pre_tokenizer").require("type", "\"BertPreTokenizer\"");
    final Map<String, Integer> ids = ids(model);
    for (final JsonNode added : tokenizer.object().path("added_tokens")) {
      final String token = added.path("content").asText();
      if (!USUAL.contains(token) || added.path("id").asInt(-1) != ids.getOrDefault(token, -1)) {
        throw new ModelRefusedException(ModelDefect.UNSUPPORTED,
            tokenizer.file() + " adds the token " + SafetensorsHeader.shown(token) + " to the word pieces, expected none but " + List.copyOf(USUAL));
      }
    }
    final Frame frame = frame(tokenizer);
    return vocabulary(tokenizer.file(), ids, rules(normalizer, "lowercase"), model.text("unk_token").orElse(UNKNOWN), frame);
  }

  /**
   * The vocabulary of a {@code vocab.txt}: one piece a line.
   *
   * @param config the {@code tokenizer_config.json} beside it, or an empty object
   */
  static WordPieceVocabulary of(final Path file, final JsonFile config) throws IOException, ModelRefusedException {
    config.require("tokenizer_class", NONE, NULL, "\"BertTokenizer\"", "\"BertTokenizerFast\"");
    config.require("tokenize_chinese_chars", NONE, NULL, TRUE);
    config.require("do_basic_tokenize", NONE, NULL, TRUE);
    final Map<String, Integer> ids = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (ids.putIfAbsent(line, ids.size()) != null) {
          throw new ModelRefusedException(ModelDefect.INCONSISTENT, "vocab.txt has the piece " + SafetensorsHeader.shown(line) + " twice");
        }
      }
    } catch (final NoSuchFileException missing) {
      throw new ModelRefusedException(ModelDefect.NOT_A_MODEL, "there is neither a file tokenizer.json nor '" + file + "'");
    } catch (final CharacterCodingException malformed) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, "vocab.txt is not UTF-8");
    }
    return vocabulary("vocab.txt", ids, rules(config, "do_lower_case"), token(config, "unk_token", UNKNOWN),
        new Frame(token(config, "cls_token", FIRST), token(config, "sep_token", LAST)));
  }

  /** The pieces before and after a text. */
  private record Frame(String first, String last) {}

  private record Rules(LetterCase letterCase, Accents accents) {}

  private static Rules rules(final JsonFile rules, final String lowering) throws ModelRefusedException {
    rules.require(lowering, NONE, NULL, TRUE, "false");
    rules.require("strip_accents", NONE, NULL, TRUE, "false");
    final boolean lowers = rules.truth(lowering).orElse(true);
    // Without a rule of their own, accents are removed when letters become lower case.
    return new Rules(
        lowers ? LetterCase.LOWERED : LetterCase.KEPT, rules.truth("strip_accents").orElse(lowers) ? Accents.STRIPPED : Accents.KEPT);
  }

  private static String token(final JsonFile config, final String key, final String usual) {
    return config.text(key).or(() -> config.at(key).text("content")).orElse(usual);
  }

  private static Frame frame(final JsonFile tokenizer) throws ModelRefusedException {
    final JsonFile processor = tokenizer.at("post_processor");
    processor.require("type", "\"TemplateProcessing\"", "\"BertProcessing\"");
    if (processor.text("type").orElse("").equals("BertProcessing")) {
      return new Frame(processor.object().path("cls").path(0).asText(), processor.object().path("sep").path(0).asText());
    }
    final JsonNode single = processor.object().path("single");
    if (single.size() != 3 || !single.path(1).has("Sequence")) {
      throw new ModelRefusedException(ModelDefect.UNSUPPORTED, tokenizer.file() + " puts other tokens around a text than one before and one after it");
    }
    return new Frame(single.path(0).path("SpecialToken").path("id").asText(), single.path(2).path("SpecialToken").path("id").asText());
  }

  private static Map<String, Integer> ids(final JsonFile model) throws ModelRefusedException {
    final Map<String, Integer> ids = HashMap.newHashMap(model.object().path("vocab").size());
    for (final Map.Entry<String, JsonNode> piece : model.object().path("vocab").properties()) {
      ids.put(piece.getKey(), piece.getValue().isInt() ? piece.getValue().intValue() : -1);
    }
    return ids;
  }

  private static WordPieceVocabulary vocabulary(
      final String file, final Map<String, Integer> ids, final Rules rules, final String unknown, final Frame frame) throws ModelRefusedException {
    final List<byte[]> pieces = new ArrayList<>(Collections.nCopies(ids.size(), new byte[0]));
    final BitSet given = new BitSet();
    for (final Map.Entry<String, Integer> piece : ids.entrySet()) {
      final int id = piece.getValue();
      if (id < 0 || id >= ids.size() || given.get(id)) {
        throw new ModelRefusedException(ModelDefect.INCONSISTENT, file + " gives the piece " + SafetensorsHeader.shown(piece.getKey()) + " the id " + id
            + ", expected one of its own below " + ids.size());
      }
      given.set(id);
      pieces.set(id, piece.getKey().getBytes(StandardCharsets.UTF_8));
    }
    return new WordPieceVocabulary(
        pieces, rules.letterCase(), rules.accents(), id(file, ids, unknown), id(file, ids, frame.first()), id(file, ids, frame.last()));
  }

  private static int id(final String file, final Map<String, Integer> ids, final String token) throws ModelRefusedException {
    final Integer id = ids.get(token);
    if (id == null) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, file + " has no piece " + SafetensorsHeader.shown(token) + " among its " + ids.size());
    }
    return id;
  }
}
