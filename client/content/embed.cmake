# Writes OUTPUT, a C++ source that holds every deck file: cmake -DDECKS=<folder> -DOUTPUT=<file> -P embed.cmake
#
# The text goes in as raw string literals, byte for byte: a test compares the compiled-in copy with the files.
file(GLOB files RELATIVE "${DECKS}" "${DECKS}/*/*.toml")
list(SORT files)
list(LENGTH files count)
if(count EQUAL 0)
  message(FATAL_ERROR "no deck files in ${DECKS}")
endif()

set(rows "")
foreach(file IN LISTS files)
  file(READ "${DECKS}/${file}" text)
  string(FIND "${text}" ")twinlamp\"" clash)
  if(NOT clash EQUAL -1)
    message(FATAL_ERROR "${file} holds the characters that end it in the program: )twinlamp\"")
  endif()
  get_filename_component(language "${file}" DIRECTORY)
  get_filename_component(name "${file}" NAME)
  string(APPEND rows "    {\"${language}\", \"${name}\", R\"twinlamp(${text})twinlamp\"},\n")
endforeach()

file(WRITE "${OUTPUT}"
  "// Written by client/content/embed.cmake from the deck files. Change those.\n"
  "#include \"client/content/built_in.h\"\n\n"
  "namespace twinlamp::client {\nnamespace {\n\n"
  "constexpr BuiltInFile files[] = {\n${rows}};\n\n"
  "}  // namespace\n\n"
  "std::span<const BuiltInFile> built_in_files() { return files; }\n\n"
  "}  // namespace twinlamp::client\n")
