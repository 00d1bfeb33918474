package io.labelstream.model.ensemble;

import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.model.ModelFamily;
import io.labelstream.model.ModelFamilyContract;
import io.labelstream.model.labeltree.Precision;
import io.labelstream.model.labeltree.RandomLabelTrees;
import java.util.List;
import java.util.stream.Stream;

class EnsembleFamilyTest extends ModelFamilyContract {
  private static final List<String> TEXTS = List.of("alpha word1 beta", "word3 word2 goal", "alpha gamma bank", "unknown ones only");

  @Override
  protected ModelFamily family() {
    return new EnsembleFamily();
  }

  @Override
  protected Stream<Model> models() {
    final byte[] words = new FastTextModelFile(1).dimensions(3).wordNgrams(2).buckets(7).subwords(2, 3).labels("__label__label1", "__label__b", "__label__sport")
        .bytes();
    final byte[] small = new FastTextModelFile(4).dimensions(3).buckets(9).wordNgrams(2).quantised(2, false).loss(FastTextModelFile.ONE_VERSUS_ALL).bytes();
    final byte[] tree = RandomLabelTrees.file(new RandomLabelTrees(1).labels(9).features(12).words(), Precision.INT8);
    final byte[] keywords = Ensembles.keywords(List.of("goal", "bank"), List.of("sport", "money"), 3, 1, 0, 4);
    return Stream.of(
        new Model("a label tree and a fastText model", Ensembles.of(4, tree, words), TEXTS),
        new Model("keywords and a quantised fastText model", Ensembles.of(50, keywords, small), TEXTS),
        new Model("a label tree and a network", Ensembles.of(50, tree, Ensembles.network()), List.of("wa word1 wb", "wt word3")),
        new Model("an encoder, whose vectors it gives, and keywords", Ensembles.of(50, keywords, Ensembles.encoder()), TEXTS),
        new Model("three members", Ensembles.of(2, words, keywords, tree), TEXTS));
  }
}
