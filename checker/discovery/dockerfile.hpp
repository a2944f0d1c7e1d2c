#pragma once

#include "checker/core/location.hpp"
#include "checker/discovery/image_name.hpp"
#include "checker/discovery/source_text.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::discovery {

/// A here-document of a RUN or COPY.
struct Heredoc {
  std::string name;       ///< "EOF"
  std::string body = {};  ///< with its newlines; leading tabs gone after `<<-`
  bool expand = true;     ///< false when the name was quoted
  Location where;         ///< of the first line of the body
};

/// Where a line of the file stands in an instruction's joined `arguments`.
struct LineStart {
  std::size_t offset = 0;
  Location where;
};

/// One instruction, lines joined and comments taken out as Docker does.
struct Instruction {
  std::string keyword;             ///< upper case
  std::string raw;                 ///< as written, with continuation lines
  std::string arguments;           ///< joined, behind the keyword and its --flags
  std::vector<std::string> flags;  ///< "--from=build", in order
  bool exec_form = false;          ///< `arguments` is a JSON array of strings
  std::vector<std::string> exec;   ///< its strings
  bool broken_exec = false;        ///< begins with '[' and is no JSON: taken as a shell's line
  std::vector<Heredoc> heredocs;
  std::vector<LineStart> lines;  ///< by offset
  int stage = -1;                ///< index into `Dockerfile::stages`; -1 before the first FROM
  Location where;

  /// The place of a byte of `arguments`.
  [[nodiscard]] Location place_of(std::size_t offset) const;
};

/// What one FROM begins.
struct Stage {
  std::string name = {};  ///< lower case, empty without AS
  std::string base = {};  ///< after substitution of ARG: "ubuntu:22.04", or an earlier stage's name
  int parent = -1;        ///< index of the earlier stage that `base` names
  Location where;         ///< of the image's name
};

/// A Dockerfile as Docker's own parser reads it.
struct Dockerfile {
  TextFacts text;
  std::string syntax;  ///< of `# syntax=`, or empty
  char escape = '\\';
  std::vector<Instruction> instructions;
  std::vector<Stage> stages;
  std::vector<Problem> problems;  ///< what the build would stumble over, by line
  bool truncated = false;         ///< more instructions than anybody writes: the rest was not read
};

/// Never fails: what cannot be read is named in `problems`.
[[nodiscard]] Dockerfile parse_dockerfile(std::string_view bytes, std::string_view path = {});

/// The instruction that was probably meant by a first word that is none: one letter differs, or two
/// are swapped. Empty where none is so near.
[[nodiscard]] std::string instruction_meant(std::string_view keyword);

/// True for the name of an instruction, in capital letters.
[[nodiscard]] bool is_instruction(std::string_view keyword);

/// The base image of the last stage, through stages and ARG: "ubuntu:latest"; empty without FROM.
[[nodiscard]] std::string final_base(const Dockerfile& file);
/// Where that base is written; the file's first line without FROM.
[[nodiscard]] Location final_base_place(const Dockerfile& file);

/// The instructions that make the final image: those of the last stage and of the stages that it is
/// built upon, in the order in which they take effect.
[[nodiscard]] std::vector<const Instruction*> final_instructions(const Dockerfile& file);

/// Calls `visit` for each of them with the variables of ARG and ENV that hold there.
void visit_final(const Dockerfile& file,
                 const std::function<void(const Instruction&,
                                          const std::map<std::string, std::string>&)>& visit);

/// The last instruction of a kind among them, such as "CMD"; null when there is none.
[[nodiscard]] const Instruction* last_of(const Dockerfile& file, std::string_view keyword);

/// COPY or ADD, taken apart. Here-documents count as sources by their names.
struct CopyStep {
  std::vector<std::string> sources = {};
  std::string destination = {};
  std::string from = {};   ///< of --from: a stage, an image, or empty
  std::string chown = {};  ///< of --chown, or empty
  bool is_add = false;
};
[[nodiscard]] CopyStep copy_step(const Instruction& instruction);

/// The final image's working directory, absolute and normal: "/" when none is set.
[[nodiscard]] std::string working_dir(const Dockerfile& file);

/// Ports of EXPOSE in the final image; ranges and unknown variables are left out.
[[nodiscard]] std::vector<std::uint16_t> exposed_ports(const Dockerfile& file);

/// The first EXPOSE of the final image that holds a word other than a port; null where none does.
[[nodiscard]] const Instruction* expose_without_port(const Dockerfile& file);

/// ENV of the final image, the last value of each name.
[[nodiscard]] std::map<std::string, std::string> environment(const Dockerfile& file);

/// `text` with $NAME, ${NAME}, ${NAME:-word} and ${NAME:+word} put in, also where the word holds
/// others; unknown names are empty.
[[nodiscard]] std::string substitute(std::string_view text,
                                     const std::map<std::string, std::string>& values,
                                     char escape = '\\');

}  // namespace pinko::discovery
