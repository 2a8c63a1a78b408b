# Writes OUTPUT, a C++ source that holds every deck file and every file of words:
#   cmake -DDECKS=<folder> -DWORDS=<folder> -DOUTPUT=<file> -P embed.cmake
#
# The text goes in as raw string literals, byte for byte: a test compares the compiled-in copy with the files.
function(read_literal file out)
  file(READ "${file}" text)
  string(FIND "${text}" ")twinlamp\"" clash)
  if(NOT clash EQUAL -1)
    message(FATAL_ERROR "${file} holds the characters that end it in the program: )twinlamp\"")
  endif()
  set(${out} "R\"twinlamp(${text})twinlamp\"sv" PARENT_SCOPE)
endfunction()

file(GLOB files RELATIVE "${DECKS}" "${DECKS}/*/*.toml")
list(SORT files)
list(LENGTH files count)
if(count EQUAL 0)
  message(FATAL_ERROR "no deck files in ${DECKS}")
endif()
set(rows "")
foreach(file IN LISTS files)
  read_literal("${DECKS}/${file}" literal)
  get_filename_component(language "${file}" DIRECTORY)
  get_filename_component(name "${file}" NAME)
  string(APPEND rows "    {\"${language}\", \"${name}\", ${literal}},\n")
endforeach()

file(GLOB languages RELATIVE "${WORDS}" "${WORDS}/*.toml")
list(SORT languages)
set(words "")
foreach(file IN LISTS languages)
  read_literal("${WORDS}/${file}" literal)
  get_filename_component(language "${file}" NAME_WE)
  string(APPEND words "    {\"${language}\", \"${file}\", ${literal}},\n")
endforeach()

file(WRITE "${OUTPUT}"
  "// Written by client/content/embed.cmake from the deck files and the words. Change those.\n"
  "#include \"client/content/built_in.h\"\n\n"
  "namespace twinlamp::client {\nnamespace {\n\n"
  "using namespace std::string_view_literals;  // the compiler knows each length without counting\n\n"
  "constexpr BuiltInFile files[] = {\n${rows}};\n\n"
  "constexpr BuiltInFile words[] = {\n${words}};\n\n"
  "}  // namespace\n\n"
  "std::span<const BuiltInFile> built_in_files() { return files; }\n"
  "std::span<const BuiltInFile> built_in_words() { return words; }\n\n"
  "}  // namespace twinlamp::client\n")
