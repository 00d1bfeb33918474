package io.labelstream.model.labeltree;

import io.labelstream.model.ModelFamily;
import io.labelstream.model.ModelFamilyContract;
import java.util.List;
import java.util.stream.Stream;

class LabelTreeFamilyTest extends ModelFamilyContract {
  private static final List<String> WORDS = List.of("word1 word2", "word3 word4 word5 word1", "unknown ones only", "日 word7 word0");
  private static final List<String> VALUES = List.of("0:1 3:0.5", "7:2 8:-1 9:1e3 1:1", "nothing of this kind", "5:1 5:3e38 6:-3e38 7:3e38");

  @Override
  protected ModelFamily family() {
    return new LabelTreeFamily();
  }

  @Override
  protected Stream<Model> models() {
    return Stream.of(
        model("one tree of words, int8", new RandomLabelTrees(1).labels(9).features(12).words(), Precision.INT8, WORDS),
        model("one tree of words, float16, sigmoid, beam", new RandomLabelTrees(2).labels(7).features(9).link(Link.SIGMOID)
            .search(new SearchRule.Beam(2)).words(), Precision.FLOAT16, WORDS),
        model("three trees of given features", new RandomLabelTrees(3).labels(5).features(10).trees(3).sparse(), Precision.INT8, VALUES),
        model("one label", new RandomLabelTrees(4).labels(1).features(3).fill(1).sparse(), Precision.INT8, VALUES));
  }

  private static Model model(final String name, final LabelTreeModel model, final Precision precision, final List<String> texts) {
    return new Model(name, RandomLabelTrees.file(model, precision), texts);
  }
}
