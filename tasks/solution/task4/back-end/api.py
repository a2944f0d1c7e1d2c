"""The API of Softy Pinko: one address, one greeting."""

from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app)  # Pages of other origins, such as the front end on port 9000, may read the answers.


@app.route("/api/hello")
def hello():
    return "Hello, World!"


if __name__ == "__main__":
    # 0.0.0.0: also reachable from outside of the container.
    app.run(host="0.0.0.0", port=5252)
