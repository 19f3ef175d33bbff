// A Jenkinsfile: copy it, or name it as the script path of the job.
// Builds the image, scans it and the repository, and fails the build by the verdict.
// Exit status 10 is a fail and 11 is incomplete, which is not a pass.
// Needs Docker on the agent for the build alone; the scan reads the archive without a daemon.
pipeline {
    agent any
    options {
        timeout(time: 60, unit: 'MINUTES')
        disableConcurrentBuilds()
    }
    triggers {
        // Advisories change without a commit.
        cron('H 4 * * *')
    }
    environment {
        HULLMARK_PACKAGE = 'hullmark'
        HULLMARK_HOME = "${WORKSPACE}/.hullmark-home"
    }
    stages {
        stage('Build') {
            steps {
                sh 'docker build --tag "hullmark-ci/app:ci" .'
                sh 'docker save "hullmark-ci/app:ci" --output app.tar'
            }
        }
        stage('Install Hullmark') {
            steps {
                sh 'python3 -m venv .hullmark-venv'
                sh '.hullmark-venv/bin/pip install --quiet "$HULLMARK_PACKAGE"'
                sh '.hullmark-venv/bin/hullmark db update || echo "the verdict will say that advisories are missing"'
            }
        }
        stage('Scan') {
            parallel {
                stage('Image') {
                    steps {
                        sh '.hullmark-venv/bin/hullmark scan docker-archive:app.tar -o json=image.json -o sarif=image.sarif -o junit=image.junit.xml'
                    }
                }
                stage('Repository') {
                    steps {
                        sh '.hullmark-venv/bin/hullmark scan repo:. -o json=repository.json -o sarif=repository.sarif -o junit=repository.junit.xml'
                    }
                }
            }
        }
    }
    post {
        always {
            archiveArtifacts artifacts: '*.json,*.sarif,*.junit.xml', allowEmptyArchive: true
            junit testResults: '*.junit.xml', allowEmptyResults: true
        }
    }
}
