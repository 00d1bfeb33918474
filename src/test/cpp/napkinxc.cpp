// The label trees of napkinXC, for comparisons: `napkinxc MODEL TEXTS`. One text is searched exactly, all of them in a beam. Build with the folder of
// napkinXC, after its own `cmake . && make`:
//   g++ -O3 -std=c++17 $(find NAPKINXC/src -type d -printf '-I%p ') -o target/napkinxc src/test/cpp/napkinxc.cpp \
//     $(find NAPKINXC/CMakeFiles/nxc.dir -name '*.o' ! -name main.cpp.o) -lpthread

#include "peer.hpp"

#include "args.h"
#include "log.h"
#include "misc.h"
#include "model.h"
#include "read_data.h"

int main(int, char** arguments) {
  const std::string folder = arguments[1];
  const peer::Texts texts = peer::read(arguments[2]);
  Log::setLogLevel(NONE);
  Args args;
  args.loadFromFile(joinPath(folder, "args.bin"));
  args.parseArgs({"-i", arguments[2], "-o", folder, "-t", "1", "--topK", std::to_string(peer::TOP)}, false);
  const auto model = Model::factory(args);
  model->load(args, folder);
  // As wide as in training, whatever features the texts have: the search in a beam relies on it.
  SRMatrix labels;
  SRMatrix features(0, texts.columns + 3);
  DataReader(args).readData(labels, features, args);
  Args beam = args;
  beam.parseArgs(
      {"--topK", std::to_string(peer::TOP), "--treeSearchType", "beam", "--beamSearchWidth", std::to_string(peer::BEAM), "--beamSearchUnpack", "1"}, false);
  peer::serve(
      texts,
      [&](const size_t text, int* best) {
        std::vector<Prediction> found;
        model->predict(found, features[text], args);
        const int count = std::min<int>(peer::TOP, found.size());
        for (int rank = 0; rank < count; rank++) {
          best[rank] = found[rank].label;
        }
        return count;
      },
      [&] { return model->predictBatch(features, beam).size(); });
}
