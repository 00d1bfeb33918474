package io.labelstream.train.inception;

import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.inception.network.TrainableNetwork;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The file from which an interrupted training goes on after its last epoch. It is replaced as a whole. Numbers are big-endian, arrays little-endian:
 *
 * <pre>
 * bytes  content
 *     8  "LSIT0001"
 *    32  SHA-256 of texts and settings
 *     4  the stage, and
 *     4  the number of its epochs that are done
 *     4  the best epoch, or 0 for none, and
 * 3 × 8  its precisions
 *     4  its ranking
 *     8  its recall
 *        the state of the network
 *        the weights of the best epoch, if they are kept
 *     8  CRC-32C of all before
 * </pre>
 *
 * @param file the place of the file
 * @param digest of texts and settings
 */
record Checkpoint(Path file, byte[] digest) {
  private static final byte[] MAGIC = "LSIT0001".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST_BYTES = 32;

  /** A part of a training. */
  enum Stage {
    /** In which the best epoch is found, and its weights are kept. */
    CHOICE,
    /** On all texts, up to the best epoch. */
    ALL_TEXTS
  }

  /**
   * A place in a training.
   *
   * @param epochs of the stage that are done
   */
  record Position(Stage stage, int epochs, Optional<Chosen> chosen) {
    boolean keepsWeights() {
      return stage == Stage.CHOICE && chosen.isPresent();
    }
  }

  /**
   * Keeps a state.
   *
   * @param best the model of the best epoch, if there is one in this stage
   * @throws TrainingDataException if the file cannot be written; the one before stays
   */
  void write(final Position position, final TrainableNetwork network, final Optional<InceptionModel> best)
      throws IOException, TrainingDataException {
    // A stream of the file system would be closed by an interruption, which has to wait for the end of the file.
    final File unfinished = file.resolveSibling(file.getFileName() + ".part").toFile();
    unfinished.deleteOnExit();
    final CRC32C sum = new CRC32C();
    try {
      try (DataOutputStream out = new DataOutputStream(new CheckedOutputStream(new BufferedOutputStream(new FileOutputStream(unfinished)), sum))) {
        out.write(MAGIC);
        out.write(digest);
        out.writeInt(position.stage().ordinal());
        out.writeInt(position.epochs());
        out.writeInt(position.chosen().map(Chosen::epoch).orElse(0));
        final Measure measure = position.chosen().map(Chosen::measure).orElse(new Measure(new Precisions(0, 0, 0), Ranking.LABEL, 0));
        out.writeDouble(measure.precisions().first());
        out.writeDouble(measure.precisions().third());
        out.writeDouble(measure.precisions().fifth());
        out.writeInt(measure.ranking().ordinal());
        out.writeDouble(measure.recall());
        network.write(out);
        if (position.keepsWeights()) {
          ModelArrays.write(best.orElseThrow(), out);
        }
        out.writeLong(sum.getValue());
      }
      Files.move(unfinished.toPath(), file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (final IOException failure) {
      throw new TrainingDataException("'" + file + "' cannot be written: " + failure.getMessage() + "; check folder, permissions and space", failure);
    } finally {
      Files.deleteIfExists(unfinished.toPath());
    }
  }

  /**
   * The place that the file is at; empty if there is no file.
   *
   * @throws TrainingDataException if the file is of another training, damaged, or cannot be read
   */
  Optional<Position> position() throws TrainingDataException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (DataInputStream in = open(new CRC32C())) {
      return Optional.of(position(in));
    } catch (final EOFException truncated) {
      throw damaged(truncated);
    } catch (final IOException failure) {
      throw new TrainingDataException("'" + file + "', from which an interrupted training would go on, cannot be read: " + failure.getMessage(), failure);
    }
  }

  private DataInputStream open(final CRC32C sum) throws IOException, TrainingDataException {
    final DataInputStream in = new DataInputStream(new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file)), sum));
    final byte[] start = in.readNBytes(MAGIC.length + DIGEST_BYTES);
    if (!Arrays.equals(start, ByteBuffer.allocate(MAGIC.length + DIGEST_BYTES).put(MAGIC).put(digest).array())) {
      in.close();
      throw new TrainingDataException("'" + file + "' was left by an interrupted training on other texts or with other settings, or by another program: "
          + "delete it to start anew, or train as then to go on");
    }
    return in;
  }

  private static Position position(final DataInputStream in) throws IOException {
    final Stage stage = in.readInt() == 0 ? Stage.CHOICE : Stage.ALL_TEXTS;
    final int epochs = in.readInt();
    final int best = in.readInt();
    if (stage == Stage.ALL_TEXTS && best == 0) {
      throw new EOFException("no best epoch, expected one before all texts are trained on");
    }
    final Precisions precisions = new Precisions(in.readDouble(), in.readDouble(), in.readDouble());
    final Ranking ranking = in.readInt() == 0 ? Ranking.LABEL : Ranking.LABEL_AND_CLUSTER;
    final Measure measure = new Measure(precisions, ranking, in.readDouble());
    return new Position(stage, epochs, best == 0 ? Optional.empty() : Optional.of(new Chosen(best, measure)));
  }

  /**
   * Reads the file into a network of the same training.
   *
   * @param any gives any model of the same shape, whose arrays are overwritten
   * @return the model of the best epoch, if its weights are kept
   * @throws TrainingDataException if the file is of another training, or damaged
   */
  Optional<InceptionModel> read(final TrainableNetwork network, final Supplier<InceptionModel> any) throws IOException, TrainingDataException {
    final CRC32C sum = new CRC32C();
    try (DataInputStream in = open(sum)) {
      final Position position = position(in);
      network.read(in);
      final Optional<InceptionModel> best = position.keepsWeights() ? Optional.of(ModelArrays.read(any.get(), in)) : Optional.empty();
      final long actual = sum.getValue();
      if (in.readLong() != actual) {
        throw new EOFException("CRC-32C " + actual + ", expected another");
      }
      return best;
    } catch (final EOFException truncated) {
      throw damaged(truncated);
    }
  }

  private TrainingDataException damaged(final EOFException cause) {
    return new TrainingDataException("'" + file + "', which an interrupted training left, is damaged: delete it to start anew", cause);
  }
}
