// export_sample FOLDER: the sample document in each form, for programs that are not ours to open.
#include <cstdio>
#include <fstream>

#include "client/export/html.h"
#include "client/export/markdown.h"
#include "client/export/pdf.h"
#include "tests/client/export/sample_document.h"

int main(int count, char** arguments) {
  using namespace twinlamp::client;
  if (count != 2) return std::fputs("export_sample FOLDER\n", stderr), 2;
  const std::string folder = arguments[1];
  const auto document = test::sample_document(3, 9);
  std::ofstream(folder + "/sample.md") << to_markdown(document);
  std::ofstream(folder + "/sample.html") << to_html(document);
  const auto pdf = to_pdf(document);
  if (!pdf) return std::fputs("no PDF came of it\n", stderr), 1;
  std::ofstream(folder + "/sample.pdf", std::ios::binary) << *pdf;
  return 0;
}
