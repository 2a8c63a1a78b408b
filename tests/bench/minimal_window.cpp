// The least that a window of this kind can be: GLFW, OpenGL 3, Dear ImGui with its own font, one line of text. What
// ours is measured against.
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include "tests/bench/window_figures.h"

int main() {
  using namespace twinlamp::bench;
  const auto started = Clock::now();
  if (!glfwInit()) return 1;
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  GLFWwindow* window = glfwCreateWindow(1100, 760, "Minimal", nullptr, nullptr);
  if (window == nullptr) return 1;
  glfwMakeContextCurrent(window);
  glfwSwapInterval(1);
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  ImGui_ImplOpenGL3_Init("#version 130");
  Clock::duration first{};
  for (int frame = 0; frame < 4; ++frame) {
    glfwPollEvents();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({1100, 760});
    ImGui::Begin("one");
    ImGui::TextUnformatted("The sea, and you reading.");
    ImGui::End();
    ImGui::Render();
    glViewport(0, 0, 1100, 760);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    glfwSwapBuffers(window);
    if (frame == 0) first = Clock::now() - started;
  }
  print_figures(first);
  return 0;
}
