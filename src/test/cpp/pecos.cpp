// XR-Linear of PECOS, for comparisons: `pecos MODEL TEXTS`. Build with the folder of PECOS:
//   g++ -O3 -std=c++17 -fopenmp -IPECOS/pecos/core -o target/pecos src/test/cpp/pecos.cpp

#include "peer.hpp"

#include "xmc/inference.hpp"

int main(int, char** arguments) {
  const peer::Texts texts = peer::read(arguments[2]);
  pecos::HierarchicalMLModel model(std::string(arguments[1]) + "/ranker", pecos::LAYER_TYPE_BINARY_SEARCH_CHUNKED);
  std::vector<uint64_t> starts;
  const auto rows = [&](const size_t from, const size_t to) {
    starts.clear();
    for (size_t row = from; row <= to; row++) {
      starts.push_back(texts.starts[row] - texts.starts[from]);
    }
    pecos::csr_t matrix;
    matrix.rows = to - from;
    matrix.cols = texts.columns;
    matrix.row_ptr = starts.data();
    matrix.col_idx = const_cast<uint32_t*>(texts.features.data()) + texts.starts[from];
    matrix.val = const_cast<float*>(texts.values.data()) + texts.starts[from];
    return matrix;
  };
  const auto classify = [&](const size_t from, const size_t to, auto use) {
    pecos::csr_t found;
    model.predict(rows(from, to), found, peer::BEAM, nullptr, peer::TOP, 1);
    const auto result = use(found);
    found.free_underlying_memory();
    return result;
  };
  peer::serve(
      texts,
      [&](const size_t text, int* best) {
        return classify(text, text + 1, [&](const pecos::csr_t& found) {
          // At most five labels, in the order of their ids.
          float scores[peer::TOP];
          int count = 0;
          for (uint64_t at = 0; at < found.row_ptr[1]; at++) {
            int rank = count++;
            for (; rank > 0 && scores[rank - 1] < found.val[at]; rank--) {
              scores[rank] = scores[rank - 1];
              best[rank] = best[rank - 1];
            }
            scores[rank] = found.val[at];
            best[rank] = static_cast<int>(found.col_idx[at]);
          }
          return count;
        });
      },
      [&] { return classify(0, texts.count(), [&](const pecos::csr_t& found) { return found.row_ptr[texts.count()]; }); });
}
