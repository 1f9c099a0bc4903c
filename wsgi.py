"""gunicorn's door: `gunicorn -k gthread --threads 160 wsgi:app`."""

from server.app import create_app
from server.config import read_settings
from server.logs import set_up_logs

settings = read_settings()
set_up_logs(settings.log_level)
app = create_app(settings)
