package io.labelstream.model.ensemble;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.Arguments;
import io.labelstream.model.file.FileForm;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.file.NameList;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.file.Safetensors.NewTensor;
import io.labelstream.model.file.Safetensors.Tensor;
import io.labelstream.model.file.Safetensors.Type;
import io.labelstream.model.file.TensorReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An ensemble as one {@link Safetensors} file.
 *
 * <pre>
 *  metadata              text
 *  labelstream.form      ensemble/1
 *  labelstream.ensemble  members=2 candidates=100
 *  other keys            {@link Metadata}
 *
 *  tensor          type  shape
 *  weights         F32   [members]             of each member in the mean
 *  calibration     F32   [members + 1, 3]      rise, fall and intercept of the curve of each member, then of the mean
 *  memberN.labels  I32   [labels of member N]  the label of the ensemble that each of its labels is; with 0, 1 and so on in place of N
 *  memberN         U8    [bytes]               a whole model file of any other family
 *  labels          U8    {@link NameList}: without prefix
 * </pre>
 *
 * @param combination the rule by which scores are combined
 * @param members {@value #FEWEST_MEMBERS} to {@value #MOST_MEMBERS} members
 * @param labels the names of all members' labels
 * @param metadata the file's other texts about itself
 */
public record EnsembleFile(Combination combination, List<Member> members, NameList labels, Metadata metadata) {
  /** The form of the file. */
  public static final FileForm FORM = new FileForm("ensemble", 1);
  /** The fewest members. */
  public static final int FEWEST_MEMBERS = 2;
  /** The most members. */
  public static final int MOST_MEMBERS = 16;

  private static final String ARGUMENTS_KEY = Metadata.RESERVED + FORM.family();
  private static final Set<String> OWN_KEYS = Set.of(FileForm.KEY, ARGUMENTS_KEY);
  private static final String MEMBERS = "members";
  private static final String CANDIDATES = "candidates";
  private static final String WEIGHTS = "weights";
  private static final String CALIBRATION = "calibration";
  private static final String LABELS = "labels";
  private static final String MEMBER_LABELS = ".labels";
  private static final int CURVE_NUMBERS = 3;

  public EnsembleFile {
    members = List.copyOf(members);
  }

  /**
   * A model in the file.
   *
   * @param file a view of its bytes
   * @param labels the label of the ensemble that each of its labels is
   */
  public record Member(MemorySegment file, int[] labels) {}

  /** The name of a member: that of its tensor. */
  public static String member(final int number) {
    return "member" + number;
  }

  /**
   * Reads a whole file, but for its members.
   *
   * @param file its container; the result is valid as long as that is
   * @throws ModelRefusedException if the file is not of this form, or a tensor or argument is missing, of the wrong shape or out of range
   */
  static EnsembleFile of(final Safetensors file) throws ModelRefusedException {
    FORM.require(file);
    final Arguments arguments = Arguments.of(file, ARGUMENTS_KEY);
    final int count = (int) arguments.number(MEMBERS, FEWEST_MEMBERS, MOST_MEMBERS);
    final int candidates = (int) arguments.number(CANDIDATES, 1, Integer.MAX_VALUE);
    arguments.requireNoneLeft();
    final TensorReader reader = new TensorReader(file);
    final Combination combination = combination(reader, count, candidates);
    final List<Member> members = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      members.add(new Member(reader.take(member(number), Type.U8, 1).bytes(), reader.ints(member(number) + MEMBER_LABELS)));
    }
    final NameList labels = NameList.of(reader.list(LABELS, Type.U8).bytes());
    reader.requireNoneLeft();
    return new EnsembleFile(combination, members, labels, file.metadataWithout(OWN_KEYS));
  }

  private static Combination combination(final TensorReader reader, final int members, final int candidates) throws ModelRefusedException {
    final float[] weights = reader.floats(WEIGHTS);
    final Tensor calibration = reader.take(CALIBRATION, Type.F32, 2);
    if (!calibration.shape().equals(List.of(members + 1L, (long) CURVE_NUMBERS)) || weights.length != members) {
      throw inconsistent("%s has the shape %s and there are %d weights, expected three numbers for the mean and each of %d members, and a weight for each",
          CALIBRATION, calibration.shape(), weights.length, members);
    }
    final float[] numbers = calibration.bytes().toArray(LittleEndian.FLOAT32);
    final List<Float> each = new ArrayList<>();
    final List<ScoreCurve> curves = new ArrayList<>();
    for (int number = 0; number < members; number++) {
      each.add(weights[number]);
      curves.add(curve(numbers, number));
    }
    try {
      return new Combination(each, curves, curve(numbers, members), candidates);
    } catch (final IllegalArgumentException unsound) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, unsound.getMessage());
    }
  }

  private static ScoreCurve curve(final float[] numbers, final int row) throws ModelRefusedException {
    return ScoreCurve.read(numbers[CURVE_NUMBERS * row], numbers[CURVE_NUMBERS * row + 1], numbers[CURVE_NUMBERS * row + 2]);
  }

  /**
   * Writes the file.
   *
   * @return the number of bytes written
   * @throws IllegalArgumentException if the metadata are too long
   * @throws IOException if the channel cannot be written
   */
  public long write(final WritableByteChannel channel) throws IOException {
    final Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put(MEMBERS, Integer.toString(members.size()));
    arguments.put(CANDIDATES, Integer.toString(combination.candidates()));
    final Map<String, String> texts = new LinkedHashMap<>();
    texts.put(FileForm.KEY, FORM.toString());
    texts.put(ARGUMENTS_KEY, Arguments.text(arguments));
    texts.putAll(metadata.texts());
    return Safetensors.write(texts, tensors(), channel);
  }

  private List<NewTensor> tensors() {
    final List<NewTensor> tensors = new ArrayList<>();
    tensors.add(NewTensor.of(WEIGHTS, Type.F32, out -> {
      for (final float weight : combination.weights()) {
        out.int32(Float.floatToRawIntBits(weight));
      }
    }, members.size()));
    final List<ScoreCurve> curves = new ArrayList<>(combination.curves());
    curves.add(combination.mean());
    tensors.add(NewTensor.of(CALIBRATION, Type.F32, out -> {
      for (final ScoreCurve curve : curves) {
        out.int32(Float.floatToRawIntBits(curve.rise()));
        out.int32(Float.floatToRawIntBits(curve.fall()));
        out.int32(Float.floatToRawIntBits(curve.intercept()));
      }
    }, curves.size(), CURVE_NUMBERS));
    for (int number = 0; number < members.size(); number++) {
      final int[] ids = members.get(number).labels();
      tensors.add(NewTensor.of(member(number) + MEMBER_LABELS, Type.I32, out -> {
        for (final int id : ids) {
          out.int32(id);
        }
      }, ids.length));
    }
    for (int number = 0; number < members.size(); number++) {
      final MemorySegment file = members.get(number).file();
      tensors.add(NewTensor.of(member(number), Type.U8, file, file.byteSize()));
    }
    tensors.add(NewTensor.of(LABELS, Type.U8, labels.section(), labels.section().byteSize()));
    return tensors;
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }
}
