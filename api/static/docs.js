// Shows the OpenAPI document with the vendored Swagger UI. It stands in a file of its own because
// the Content-Security-Policy allows no inline script.
"use strict";
const page = document.getElementById("api");
SwaggerUIBundle({
  domNode: page,
  url: page.dataset.document,
  validatorUrl: null, // the public validator would be told of this service
  deepLinking: true,
  defaultModelsExpandDepth: 0,
});
