#include <hillock/hillock.hpp>

int main() {
  float y = hillock::sigmoid(0.5f);
  return y > 0;
}
