package io.labelstream.kernel;


/**
 * The arithmetic of scoring. Stateless and thread-safe; nothing allocates.
 *
 * <p>Tables are little-endian float32 outside the heap, not necessarily aligned, and given by their address: see {@link Memory} for the duties of the
 * caller. Where a method reads whole vectors, the table must be readable
 * for {@link #OVERREAD_BYTES} beyond its last row; these bytes have no influence on the result.
 *
 * <p><b>The same bits everywhere.</b> All providers return the same bits for the same input, on every processor and whether compiled or interpreted, so
 * that a text classified again has the same scores: every sum has a stated order, there is no fused multiply-add, and the exponential function is
 * computed from additions and multiplications. Where a sum goes over the elements of a vector, element {@code i} is added to partial sum
 * {@code i mod 16}, and the partial sums are added pairwise, {@code j} and {@code j + 8} first.
 */
public abstract sealed class Kernels permits ScalarKernels, VectorKernels {

  /** How far beyond the last row of a table, and beyond the end of a text, vectors may read. */
  public static final int OVERREAD_BYTES = 64;

  /** Float arrays given to kernels have a multiple of this many elements. */
  public static final int LANES = 16;

  /** Stands in place of an id for something that was not found. */
  public static final int MISSING = -1;

  /** FNV-1a, 32 bits: the hash of no bytes. */
  public static final int HASH_START = 0x811C9DC5;

  /** FNV-1a, 32 bits: the factor for a hash after a byte was mixed in. */
  public static final int HASH_PRIME = 16777619;

  /** Stands before, between and behind words in {@link #subwordHashes}; no token holds it. */
  public static final byte WORD_BREAK = 0;

  /** The marks at the start and the end of a word. */
  static final byte WORD_BEGIN = '<';

  static final byte WORD_END = '>';

  /** Bytes below this, signed, are continuation bytes of UTF-8. */
  static final byte FIRST_NON_CONTINUATION = (byte) 0xC0;


  private static final Kernels PLAIN = new ScalarKernels();
  private static final Kernels BEST = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? VectorKernels.provider() : PLAIN;

  /** The provider of this JVM: vectors where {@code --add-modules jdk.incubator.vector} was given, plain loops elsewhere. */
  public static Kernels best() {
    return BEST;
  }

  /** Plain loops: fast from the first call on, while vectors are slow until they are compiled. For short work when a model is opened. */
  public static Kernels plain() {
    return PLAIN;
  }

  /** {@code columns} rounded up to whole {@link #LANES}. */
  public static int padded(final int columns) {
    return (columns + LANES - 1) / LANES * LANES;
  }

  /** The provider's name, for people. */
  public abstract String name();

  /**
   * Copies bytes.
   *
   * @param target may be overwritten for {@link #OVERREAD_BYTES} beyond the copied bytes
   */
  public abstract void copy(byte[] source, int from, byte[] target, int to, int length);

  /**
   * Finds the tokens in {@code text}, from {@code from} to {@code to}: maximal runs of bytes that are not white space. White space is the bytes
   * 0, 9 to 13 and 32.
   *
   * @param text readable for {@link #OVERREAD_BYTES} beyond {@code to}
   * @param edges receives start and end of each token in turn; at least {@code to - from + 2} elements and {@link #LANES} more, which may be overwritten
   * @return how many elements of {@code edges} were set: twice the number of tokens
   */
  public abstract int tokenEdges(byte[] text, int from, int to, int[] edges);

  /**
   * True if {@code text} has only bytes from 0 to 127 from {@code from} to {@code to}.
   *
   * @param text readable for {@link #OVERREAD_BYTES} beyond {@code to}
   */
  public abstract Encoding encoding(byte[] text, int from, int to);

  /**
   * Hashes tokens of up to 16 bytes by FNV-1a, each byte sign-extended; of longer ones, their first 16 bytes.
   *
   * @param first the first 8 bytes of each token, little endian; receives the hashes in the lower 32 bits, the upper are undefined. A multiple of
   *     {@link #LANES} elements, as the other arrays have
   * @param second the next 8 bytes
   * @param lengths the bytes of each token
   * @param count how many tokens there are; elements behind them, up to a multiple of {@link #LANES}, may be overwritten
   */
  public abstract void tokenHashes(long[] first, long[] second, long[] lengths, int count);

  /**
   * Appends the FNV-1a hashes (each byte sign-extended) of the character n-grams that start at one of the bytes from {@code from} to {@code to}. A code
   * point is a byte and the continuation bytes (0x80 to 0xBF) that follow it. N-grams of one code point are left out at a word's ends.
   *
   * <p>They come in blocks of {@link #LANES} start positions from {@code from} on, in a block by their bytes, and those of as many bytes by position.
   *
   * @param text words one after the other with a {@link #WORD_BREAK} before, between and behind them. It stands for both marks: for {@code <} where an
   *     n-gram starts and for {@code >} where one ends. Readable for {@link #OVERREAD_BYTES} beyond
   * @param to at most the position of the last break
   * @param encoding ASCII is a promise: no byte of these words is beyond it
   * @param shortest the fewest code points of an n-gram, at least 1
   * @param longest the most code points of an n-gram
   * @param scratch memory of twice {@link #LANES} elements
   * @param out receives the hashes; {@link #LANES} elements behind the last may be overwritten
   * @return how many there are
   */
  public abstract int subwordHashes(byte[] text, int from, int to, Encoding encoding, int shortest, int longest, int[] scratch, int[] out);

  /**
   * Sorts out which ids were found, those of at least 0, and where {@link #MISSING} stands; each in their order. Other negative numbers are left out.
   *
   * @param ids at least {@link #padded} {@code count} elements, as all arrays here
   * @param found receives the ids that were found; elements behind them may be overwritten, as in the other arrays
   * @param places receives the index in {@code ids} of each that was found
   * @param missing receives the index in {@code ids} of each that is missing
   * @return how many were found
   */
  public abstract int split(int[] ids, int count, int[] found, int[] places, int[] missing);

  /**
   * Replaces hashes by their remainders, both unsigned: {@code x[i] = x[i] mod divisor} for each {@code i} below {@code count}.
   *
   * @param x may be overwritten for {@link #LANES} elements beyond
   * @param divisor positive
   * @param reciprocal the {@link #reciprocal} of {@code divisor}
   */
  public abstract void remainders(int[] x, int count, int divisor, long reciprocal);

  /** {@code 2^(32 + k) / divisor}, where {@code k} is the logarithm of {@code divisor}: a quotient computed with it is at most one too small. */
  public static long reciprocal(final int divisor) {
    return (1L << reciprocalShift(divisor)) / divisor;
  }

  static int reciprocalShift(final int divisor) {
    return Long.SIZE - 1 - Integer.numberOfLeadingZeros(divisor);
  }

  /**
   * Adds rows of a table: {@code sum[c] += table[rows[i]][c]} for each {@code i} below {@code count}, in this order.
   *
   * @param table the address of rows of {@code stride} floats, see {@link #OVERREAD_BYTES}
   * @param stride from the start of a row to the start of the next, in floats; at least {@code columns}
   * @param columns the columns that count
   * @param sum at least {@link #padded} {@code columns} elements; those from {@code columns} on are undefined after the call
   */
  public abstract void addRows(long table, int stride, int columns, int[] rows, int count, float[] sum);

  /**
   * The product of a vector and a matrix that is stored column by column: {@code out[r] = sum over c of columns[c][r] * x[c]}, added in the order
   * of {@code c}.
   *
   * @param columns the address of {@code columnCount} columns of {@code rows} floats each
   * @param rows the number of matrix rows, a multiple of {@link #LANES}; {@code out} has as many elements
   */
  public abstract void multiply(long columns, int columnCount, int rows, float[] x, float[] out);

  /**
   * The inner product of a row and {@code x}, over the first {@code columns} elements, rounded up to whole {@link #LANES}.
   *
   * @param row the row's address, see {@link #OVERREAD_BYTES}
   * @param x at least {@link #padded} {@code columns} elements, those from {@code columns} on being 0
   * @param lanes scratch memory of {@link #LANES} elements
   */
  public abstract float dot(long row, int columns, float[] x, float[] lanes);

  /** Multiplies the first {@code count} elements. */
  public abstract void scale(float[] x, int count, float factor);

  /**
   * Turns scores into probabilities: {@code exp(x - max) / sum}, over the first {@code count} elements.
   *
   * @param lanes scratch memory of {@link #LANES} elements
   */
  public abstract void softmax(float[] x, int count, float[] lanes);

  /** {@code 1 / (1 + exp(-x))}. */
  public static float sigmoid(final float x) {
    return 1f / (1f + Exponential.of(-x));
  }

  /** Adds 16 partial sums pairwise. */
  static float sum(final float[] lanes) {
    final float a = lanes[0] + lanes[8] + (lanes[4] + lanes[12]);
    final float b = lanes[1] + lanes[9] + (lanes[5] + lanes[13]);
    final float c = lanes[2] + lanes[10] + (lanes[6] + lanes[14]);
    final float d = lanes[3] + lanes[11] + (lanes[7] + lanes[15]);
    return a + c + (b + d);
  }
}
