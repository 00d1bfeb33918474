package io.labelstream.train.labeltree.family;

import io.labelstream.model.labeltree.FeatureSettings;
import io.labelstream.model.labeltree.FeatureSpace;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.Precision;
import io.labelstream.model.labeltree.SearchRule;
import io.labelstream.model.labeltree.SparseTerms;
import io.labelstream.model.labeltree.Terms;
import io.labelstream.model.labeltree.TextTerms;
import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.model.labeltree.Weighting;
import io.labelstream.train.Search;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.data.TextForm;
import io.labelstream.train.labeltree.VocabularyLimits;
import io.labelstream.train.labeltree.node.Negatives;
import io.labelstream.train.labeltree.node.NodeLoss;
import io.labelstream.train.labeltree.node.NodeSettings;
import io.labelstream.train.labeltree.tree.LeafSize;
import io.labelstream.train.labeltree.tree.TreeKind;
import io.labelstream.train.labeltree.tree.TreeSettings;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Settings of training label trees, from {@link Settings}.
 *
 * @param features from a text to its features
 * @param limits the features and labels that are learned
 * @param tree the first tree; each further one has the next seed
 * @param trees the number of trees
 * @param nodes the classifiers of nodes
 * @param search how labels are found
 * @param precision of the weights in the file
 */
public record LabelTreeSettings(
    FeatureSettings features, VocabularyLimits limits, TreeSettings tree, int trees, NodeSettings nodes, SearchRule search, Precision precision) {
  static final double TOLERANCE = 0.1;
  static final int MOST_PASSES = 100;

  public static final Setting<TreeKind> TREE = Setting.ofConstants("tree", TreeKind.class)
      .about("KIND", "How labels find their places in the tree: clusters, similar ones together; or, to compare with, huffman, frequent ones at the top; fano, "
          + "equally frequent ones together; or random")
      .usual(TreeKind.CLUSTERS).row("tree").build();

  public static final Setting<Double> LAMBDA = Setting.of("lambda", Double.class)
      .about("L", "How much shorter the ways to frequent labels are: from 0, all are equally long, to 1, as short as the frequency allows")
      .usual(0.0).within(lambda -> lambda >= 0 && lambda <= 1, "lambda is %s, expected 0 to 1").row("lambda")
      .searched(Search.among(0.0, List.of(0.0, 0.25, 0.5, 0.75, 1.0), 0.25, UnaryOperator.identity())).swept(List.of(0.0, 0.5, 1.0)).build();

  public static final Setting<Integer> ARITY = Setting.of("arity", Integer.class).about("N", "How many children a node above the leaves has at most")
      .usual(16).within(arity -> arity >= 2 && arity <= TreeShape.MOST_CHILDREN, "the arity is %s, expected 2 to " + TreeShape.MOST_CHILDREN).row("arity")
      .searched(Search.among(16, List.of(4, 8, 16, 32), 0.25, UnaryOperator.identity())).build();

  public static final Setting<Integer> LEAF_LABELS = Setting.of("leaf-labels", Integer.class).about("N", "How many labels are children of one node at most")
      .usual(100).within(count -> count >= 1 && count <= TreeShape.MOST_CHILDREN, "the labels of a leaf are %s, expected 1 to " + TreeShape.MOST_CHILDREN)
      .row("labels of a leaf").searched(Search.among(100, List.of(1, 4, 8, 16, 32, 100), 0.25, UnaryOperator.identity()))
      .swept(List.of(100, 1, 8, 32)).build();

  public static final Setting<LeafSize> LEAF_SIZE = Setting.ofConstants("leaf-size", LeafSize.class)
      .about("RULE", "Which leaves may have so many labels: equal, all; or by-frequency, those of rare labels only, those of frequent ones have fewer")
      .usual(LeafSize.EQUAL).row("labels of a leaf").build();

  public static final Setting<Integer> TREES = Setting.of("trees", Integer.class)
      .about("N", "How many trees the model has; a label's score is the mean of theirs")
      .usual(1).within(count -> count >= 1 && count <= LabelTreeModel.MOST_TREES, "the trees are %s, expected 1 to " + LabelTreeModel.MOST_TREES)
      .row("trees").build();

  public static final Setting<NodeLoss> LOSS = Setting.ofConstants("loss", NodeLoss.class).about("LOSS", "The loss of a node's classifier: squared-hinge or logistic")
      .usual(NodeLoss.SQUARED_HINGE).row("loss").build();

  public static final Setting<Double> COST = Setting.of("cost", Double.class)
      .about("C", "The weight of the loss against the squared length of the weights; 10 is good for the logistic loss")
      .usual(1.0).within(LabelTreeSettings::isCost, "the cost is %s, expected 1e-9 to 1e9").row("cost")
      .searched(Search.byFactors(1, 0.1, 10, 2)).build();

  public static final Setting<Double> WEIGHT_THRESHOLD = Setting.of("weight-threshold", Double.class)
      .about("W", "Features of which the weight in a node is smaller than this are left out of the node, which is trained again without them")
      .usual(0.3).within(least -> least >= 0 && !least.isInfinite(), "the threshold of weights is %s, expected 0 or more, such as 0.1")
      .row("weights left out", least -> "those under " + least).build();

  public static final Setting<Negatives> NEGATIVES = Setting.ofConstants("negatives", Negatives.class)
      .about("TEXTS", "The texts that nodes learn to refuse: siblings, those with a label below a sibling; or matched, also those that come to the node by mistake")
      .usual(Negatives.SIBLINGS).row("negatives").build();

  public static final Setting<SearchKind> SEARCH = Setting.ofConstants("search", SearchKind.class)
      .about("RULE", "How labels are found: best-first, exactly the best ones; or beam, level by level, a fixed number of nodes each")
      .usual(SearchKind.BEST_FIRST).row("search").swept(List.of(SearchKind.BEST_FIRST, SearchKind.BEAM)).ofServing().build();

  public static final Setting<Integer> BEAM = Setting.of("beam", Integer.class).about("N", "How many nodes of a level a beam keeps")
      .usual(10).within(width -> width >= 1 && width <= SearchRule.Beam.MOST_WIDTH, "the beam is %s, expected 1 to " + SearchRule.Beam.MOST_WIDTH)
      .swept(List.of(10, 5, 20)).ofServing().build();

  public static final Setting<FeatureSource> FEATURES = Setting.ofConstants("features", FeatureSource.class)
      .about("SOURCE", "Where features come from: text, they are words and n-grams; or sparse, the text is a list of 'index:value'. As the data are unless given")
      .row("features").absent("as the data are").build();

  public static final Setting<Integer> WORD_NGRAMS = Setting.of("word-ngrams", Integer.class).about("N", "The longest sequence of words that is a feature")
      .usual(1).within(longest -> longest >= 1 && longest <= TextTerms.MOST_WORDS, "the word n-grams are %s, expected 1 to " + TextTerms.MOST_WORDS)
      .row("word n-grams").searched(Search.bySteps(1, 1, 3, 2, 0.25)).build();

  public static final Setting<CharacterLengths> CHAR_NGRAMS = Setting.of("char-ngrams", CharacterLengths.class)
      .about("MIN-MAX", "The lengths of the sequences of characters in a word that are features, such as 3-5; none unless given")
      .usualInWords(CharacterLengths.NONE).written(CharacterLengths::parse, CharacterLengths::toString)
      .row("character n-grams", lengths -> lengths.equals(CharacterLengths.NONE) ? "none" : "of " + lengths).build();

  public static final Setting<Integer> BUCKETS = Setting.of("buckets", Integer.class)
      .about("N", "How many features all words and n-grams share; with 0 each has its own, and there is a vocabulary")
      .usual(0).within(count -> count >= 0 && count <= TextTerms.MOST_BUCKETS, "the buckets are %s, expected 0 to " + TextTerms.MOST_BUCKETS)
      .row("buckets").build();

  public static final Setting<Weighting> WEIGHTING = Setting.ofConstants("weighting", Weighting.class)
      .about("RULE", "The value of a feature: tf-idf, usual for text; binary; unit, as often as it occurs, or the given value, usual for sparse features; or "
          + "given, the same without making all texts equally long")
      .row("weighting").absent("the usual").build();

  public static final Setting<Integer> MINIMAL_COUNT = Setting.of("min-count", Integer.class).about("N", "Features that are in fewer texts are left out")
      .usual(1).within(count -> count >= 1, "the minimal count of features is %s, expected at least 1").row("least count of features, of labels")
      .searched(Search.bySteps(1, 1, 5, 2, 0.25)).build();

  public static final Setting<Integer> MINIMAL_LABEL_COUNT = Setting.of("min-label-count", Integer.class)
      .about("N", "Labels that fewer texts have are left out")
      .usual(1).within(count -> count >= 1, "the minimal count of labels is %s, expected at least 1").row("least count of features, of labels").build();

  public static final Setting<Precision> WEIGHT_PRECISION = Setting.ofConstants("weight-precision", Precision.class)
      .about("FORM", "The form of weights in the file: int8 or float16").usual(Precision.INT8).row("weights").ofServing().build();

  /** All settings, in the order of a card. */
  public static final List<Setting<?>> ALL = List.of(
      FEATURES, WORD_NGRAMS, CHAR_NGRAMS, BUCKETS, WEIGHTING, MINIMAL_COUNT, MINIMAL_LABEL_COUNT, TREE, LAMBDA, ARITY, LEAF_LABELS, LEAF_SIZE, TREES, LOSS, COST,
      NEGATIVES, WEIGHT_THRESHOLD, WEIGHT_PRECISION, SEARCH, BEAM);

  /**
   * Takes the settings of training.
   *
   * @param form of the texts, which decides about features unless a setting does
   * @throws IllegalArgumentException if n-grams or buckets are asked for with sparse features
   */
  public static LabelTreeSettings of(final Settings settings, final TextForm form) {
    final FeatureSource source = settings.find(FEATURES).orElse(switch (form) {
      case WORDS -> FeatureSource.TEXT;
      case SPARSE_FEATURES -> FeatureSource.SPARSE;
    });
    final FeatureSettings features = new FeatureSettings(terms(source, settings), settings.find(WEIGHTING).orElse(source.usual()));
    final VocabularyLimits limits = new VocabularyLimits(settings.get(MINIMAL_COUNT), settings.get(MINIMAL_LABEL_COUNT), FeatureSpace.MOST);
    final TreeSettings tree = new TreeSettings(
        settings.get(TREE), settings.get(LAMBDA), settings.get(ARITY), settings.get(LEAF_LABELS), settings.get(LEAF_SIZE), settings.get(Settings.SEED));
    final double cost = settings.get(COST);
    final NodeSettings nodes = new NodeSettings(
        settings.get(LOSS), cost, cost, TOLERANCE, MOST_PASSES, settings.get(WEIGHT_THRESHOLD), settings.get(NEGATIVES));
    return new LabelTreeSettings(features, limits, tree, settings.get(TREES), nodes, search(settings), settings.get(WEIGHT_PRECISION));
  }

  /** Within these bounds weights stay finite, whatever the values of features are. */
  static boolean isCost(final double cost) {
    return cost >= 1e-9 && cost <= 1e9;
  }

  /** The rule by which labels are found. */
  static SearchRule search(final Settings settings) {
    return switch (settings.get(SEARCH)) {
      case BEST_FIRST -> new SearchRule.BestFirst();
      case BEAM -> new SearchRule.Beam(settings.get(BEAM));
    };
  }

  private static Terms terms(final FeatureSource source, final Settings settings) {
    final TextTerms text = settings.get(CHAR_NGRAMS).terms(settings.get(WORD_NGRAMS), settings.get(BUCKETS));
    return switch (source) {
      case TEXT -> text;
      case SPARSE -> {
        if (!text.equals(TextTerms.words())) {
          throw new IllegalArgumentException("n-grams or buckets are asked for with sparse features, expected neither: they are for text");
        }
        yield new SparseTerms();
      }
    };
  }
}
