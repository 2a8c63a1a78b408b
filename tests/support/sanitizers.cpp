// In every program that the sanitizer presets run: what other people's libraries leave behind is theirs. Ours is still found.

// Fontconfig keeps what it read of the system's fonts until the process ends; FcFini() would take it from whoever else uses it.
// Cairo 1.16 leaves three small arrays behind for each PDF with fonts of more than one kind, though everything that it gave out was given back.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so\nleak:libcairo.so\n";
}

// A graphics driver that is unloaded at the end still holds memory, and its stacks would carry the name of whatever took its address.
// Loaded, it points to all of it, and nothing has to be suppressed.
extern "C" int dlclose(void*) noexcept {
  return 0;
}
